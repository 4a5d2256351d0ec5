package io.github.cdpcli.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdpcli.event.CallType;
import io.github.cdpcli.event.Problem;
import io.github.cdpcli.json.Json;
import io.github.cdpcli.json.JsonReader;
import io.github.cdpcli.json.JsonText;
import io.github.cdpcli.json.JsonWriter;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows of JSON that are not calls yet. */
class DocumentMapTest {

    private static String calls(String mapping, String row) {
        Mapping said = Mappings.of(mapping);
        Json document = ((JsonText.Document) JsonReader.read(row.replace('\'', '"'))).value();
        Mapped mapped = new DocumentMap(said, said.type().orElse(CallType.TRACK)).map((Json.Obj) document);
        if (mapped instanceof Mapped.Unfit unfit) {
            Problem problem = unfit.problem();
            return problem.code().wireName() + ": " + problem.path() + " " + problem.message();
        }
        StringBuilder text = new StringBuilder();
        ((Mapped.Calls) mapped).calls().forEach(call -> text.append(JsonWriter.text(call)));
        return text.toString().replace('"', '\'');
    }

    @Test
    void pathsFindTheirWayAndTheRestStays() {
        assertThat(
                        calls(
                                "{'event':'Order','columns':{'customer.id':'userId','order.total':'properties.total',"
                                        + "'order.at':'timestamp','items[0].sku':'properties.first','n':{'type':'number'}},"
                                        + "'drop':['customer.ssn','items.cost'],'messageId':'order.no'}",
                                "{'customer':{'id':42,'ssn':'x','name':'A'},'order':{'total':1.10,'at':'2024-01-01','no':'7'},"
                                        + "'items':[{'sku':'s','cost':1},{'sku':'t','cost':2}],'n':'5.0','x':null,'big':12345678901234567890}"))
                .isEqualTo("{'type':'track','userId':42,'properties':{'customer':{'name':'A'},'total':1.10,"
                        + "'order':{'no':'7'},'first':'s','items':[{'sku':'s'},{'sku':'t'}],'n':5.0,'x':null,"
                        + "'big':12345678901234567890},'timestamp':'2024-01-01','messageId':'7','event':'Order'}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'a.b':1,'a':{'b':2}}        | a.b       | {'type':'track','userId':1,'properties':{'a':{'b':2}}}
            {'a':{'b.c':1}}              | a.b.c     | {'type':'track','userId':1}
            {'a':{'b':3},'a.b':{'c':1}}  | a.b.c     | {'type':'track','properties':{'a':{'b':3}},'userId':1}
            {'a':[[1]]}                  | a[0][0]   | {'type':'track','userId':1,'properties':{'a':[[1]]}}
            {'a[0]':1}                   | a[0]      | {'type':'track','userId':1}
            {'a':[1]}                    | a[1]      | {'type':'track','properties':{'a':[1]}}
            {'a':'x'}                    | a.b       | {'type':'track','properties':{'a':'x'}}
            {'a':{'b':null}}             | a.b       | {'type':'track','userId':null}
            """)
    void aKeyWithADotWins(String row, String path, String call) {
        assertThat(calls("{'columns':{'" + path + "':'userId'}}", row)).isEqualTo(call);
    }

    @Test
    void rowsInTheShapeOfCallsStayCalls() {
        assertThat(calls(
                        "{'set':{'context.ip':'0','properties.source':'import'}}",
                        "{'type':'track','userId':'u','event':'E','properties':{'a':{'b':[1.0]},'e':{}},"
                                + "'context':{'ip':'9','page':{'url':'x'}},'custom':[1]}"))
                .isEqualTo("{'type':'track','userId':'u','event':'E','properties':{'a':{'b':[1.0]},'e':{},"
                        + "'custom':[1],'source':'import'},'context':{'ip':'0','page':{'url':'x'}}}");
        assertThat(calls("{'set':{'context.ip':'0'}}", "{'type':'track','traits':{'a':1}}"))
                .isEqualTo("wrong-type: traits has no place: a track call has no traits");
    }

    @Test
    void anObjectMayBecomeTheOneOfTheCall() {
        assertThat(calls("{'columns':{'data':'properties','id':'userId'}}", "{'id':'u','data':{'a':1.0},'b':2}"))
                .isEqualTo("{'type':'track','userId':'u','properties':{'a':1.0,'b':2}}");
        assertThat(calls("{'columns':{'data':'properties'}}", "{'data':{'b':1},'b':2}"))
                .isEqualTo("wrong-type: b is given twice");
    }

    @Test
    void severalCallsARow() {
        assertThat(calls(
                        "{'event':'E','emit':['identify','track'],'columns':{'p.id':'userId','p.mail':'traits.email'}}",
                        "{'p':{'id':'u','mail':'m'},'traits':{'x':1},'n':1.50}"))
                .isEqualTo("{'type':'identify','userId':'u','traits':{'email':'m','x':1}}"
                        + "{'type':'track','userId':'u','properties':{'n':1.50},'event':'E'}");
    }

    @Test
    void whatDoesNotFitIsSaidByItsPath() {
        assertThat(calls("{'columns':{'order.total':{'type':'number'}}}", "{'order':{'total':'1,5'}}"))
                .isEqualTo(
                        "wrong-type: order.total must be a number such as 129.95, but is \"1,5\": write it with a decimal"
                                + " point and without thousands separators");
        assertThat(calls("{'columns':{'a':'x','b':'x'}}", "{'a':1,'b':2}")).isEqualTo("wrong-type: b is given twice");
        assertThat(calls("{'columns':{'kind':'type'}}", "{'kind':1}"))
                .isEqualTo("wrong-type: kind must be a string, but is a number");
    }

    @Test
    void linesOfARejectsFileAreNotMappedTwice() throws IOException {
        String broken = "{'input':'f','record':7,'line':1,'offset':0,'code':'wrong-type','message':'m',"
                + "'raw':'{\\\"id\\\":\\\"u\\\"}'}";
        String call = broken.replace("'raw'", "'call':{'type':'track','userId':'u'},'raw'");
        Inputs.Opened.Ready opened = (Inputs.Opened.Ready) Inputs.open(
                "f",
                Rows.stream((broken + "\n" + call + "\n").replace('\'', '"')),
                new InputOptions(null, CallType.TRACK, null, null, null, Mappings.of("{'columns':{'id':'userId'}}")));
        List<String> rows = Rows.shown(Rows.all(opened.reader()));
        assertThat(rows.get(0)).contains("\"record\":7").contains("\"call\":{\"type\":\"track\",\"userId\":\"u\"}");
        assertThat(rows.get(1)).isEqualTo(call.replace('\'', '"'));
    }
}
