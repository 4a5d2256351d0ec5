package io.github.cdpcli.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdpcli.json.JsonWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappingFileTest {

    private static final String WHOLE = "{'type':'track','event':'Order Completed','columns':{'Customer ID':'userId',"
            + "'Order Date':{'to':'timestamp','type':'date(dd/MM/yyyy)'},'Total':{'to':'properties.total','type':'number'}},"
            + "'set':{'context.ip':'0'},'drop':['Notes'],'emit':['identify','track'],'timezone':'Europe/Rome',"
            + "'null':['\\\\N'],'empty':'null','messageId':'Order ID','notes':['for people', 1]}";

    @Test
    void saysAllThatAMappingCanSay() {
        assertThat(JsonWriter.text(Mappings.of(WHOLE).asJson()).replace('"', '\''))
                .isEqualTo("{'type':'track','columns':{'Customer ID':{'to':'userId'},"
                        + "'Order Date':{'to':'timestamp','type':'date(dd/MM/yyyy)'},"
                        + "'Total':{'to':'properties.total','type':'number'}},"
                        + "'set':[['context.ip','0'],['event','Order Completed']],'drop':['Notes'],"
                        + "'emit':['identify','track'],'timezone':'Europe/Rome','null':['\\\\N'],'empty':'null',"
                        + "'messageId':'Order ID'}");
    }

    @Test
    void sayingNothingIsNothing() {
        assertThat(Mappings.of("{}").asJson().members()).isEmpty();
        assertThat(Mappings.of("{'type':'track'}").shapesDocuments()).isFalse();
    }

    @Test
    void everythingWrongIsToldAtOnce() {
        assertThat(Mappings.problems(
                        "{'tpye':'track','columns':{'A':1,'B':{'too':'x'}},'drop':'C','set':[],'emit':[1]}"))
                .containsExactly(
                        "m.json: tpye is not part of a mapping; known are type, event, columns, set, drop, emit, timezone,"
                                + " null, empty, messageId and notes",
                        "m.json: columns.A must be a string or {\"to\": …, \"type\": …}, but is a number",
                        "m.json: columns.B.too is not part of a column; known are to and type",
                        "m.json: drop must be an array of strings, but is a string",
                        "m.json: set must be an object, but is an array",
                        "m.json: emit must be a string, but is a number");
        assertThat(
                        Mappings.problems(
                                "{'type':'purchase','timezone':'Rome','empty':'no','emit':['track','track'],"
                                        + "'columns':{'A':{'type':'numbr'},'B':'traits.x[','C':' '},'set':{'type':'x','messageId':'1'}}"))
                .containsExactly(
                        "m.json: type is \"purchase\", which is none of identify, track, page, screen, group, alias",
                        "m.json: emit names track twice",
                        "m.json: columns.B \"traits.x[\" has an unclosed bracket or text behind one",
                        "m.json: columns.C is blank",
                        "m.json: columns.A \"numbr\" is no type: the types are text, number, bool, date(PATTERN),"
                                + " list(SEPARATOR), json",
                        "m.json: set.type is said by --type, or by \"type\" in the mapping file",
                        "m.json: set.messageId cannot be the same for every call: they would be taken for one",
                        "m.json: timezone is \"Rome\", but must be a time zone such as Europe/Rome or UTC",
                        "m.json: empty is \"no\", but must be keep or null");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {'type':                     | is not JSON
            []                           | must be a JSON object, but is an array
            {'type':'track','type':'x'}  | Duplicate field
            {'type':'page','emit':['identify','track']} | is page, which is not among the calls that are emitted
            """)
    void mustBeAMapping(String file, String why) {
        assertThat(Mappings.problems(file)).hasSize(1).first().asString().contains(why);
    }

    @Test
    void columnsHaveNames() {
        assertThat(Mappings.problems("{'columns':{'':'userId'},'drop':[' '],'messageId':''}"))
                .containsExactly(
                        "m.json: columns. names no column",
                        "m.json: drop names no column",
                        "m.json: messageId names no column");
    }

    @Test
    void blanksMustBeFilledIn() {
        assertThat(Mappings.problems("{'type':'track','event':'<name of the event>','timezone':'<zone>',"
                        + "'columns':{'A':{'type':'<date(d/M/yy) or date(M/d/yy)>'}}}"))
                .containsExactly(
                        "m.json: columns.A is still \"<date(d/M/yy) or date(M/d/yy)>\": fill it in",
                        "m.json: event is still \"<name of the event>\": fill it in",
                        "m.json: timezone is still \"<zone>\": fill it in");
    }

    @Test
    void whatIsLaidOverItCounts() {
        MappingDraft above = Mappings.draft("{'event':'B','columns':{'X':'userId','Y':{'type':'bool'}},'drop':['Z'],"
                + "'set':{'context.ip':'1'},'timezone':'UTC'}");
        MappingDraft below = Mappings.draft("{'type':'track','event':'<name>','timezone':'<zone>','drop':['X'],"
                + "'columns':{'Y':{'to':'properties.y','type':'number'},'Z':'traits.z'},"
                + "'set':{'context.ip':'0','context.locale':'it'}}");
        assertThat(JsonWriter.text(Mappings.of(above.over(below)).asJson()).replace('"', '\''))
                .isEqualTo("{'type':'track','columns':{'Y':{'to':'properties.y','type':'bool'},'X':{'to':'userId'}},"
                        + "'set':[['context.locale','it'],['context.ip','1'],['event','B']],'drop':['Z'],"
                        + "'timezone':'UTC'}");
    }
}
