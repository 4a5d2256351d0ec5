package io.github.cdpcli.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdpcli.event.CallType;
import io.github.cdpcli.event.Problem;
import io.github.cdpcli.json.JsonWriter;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables whose columns have types, and tables with a mapping. */
class MappedColumnsTest {

    private static final Mapping INFERRING = new Mapping(
            Mapping.NONE.type(),
            Mapping.NONE.columns(),
            List.of(),
            Mapping.NONE.dropped(),
            List.of(),
            Mapping.NONE.zone(),
            Mapping.NONE.nulls(),
            Mapping.Empty.LEFT_OUT,
            Mapping.NONE.messageId(),
            true,
            false);

    private static ColumnMap map(String mapping, String header) {
        ColumnMap.Result result = result(mapping, header);
        assertThat(result).isInstanceOf(ColumnMap.Result.Usable.class);
        return ((ColumnMap.Result.Usable) result).columns();
    }

    private static ColumnMap.Result result(String mapping, String header) {
        Mapping said = Mappings.of(mapping);
        return ColumnMap.of(List.of(header.split(",", -1)), said.type().orElse(CallType.TRACK), said);
    }

    private static List<String> problems(String mapping, String header) {
        return ((ColumnMap.Result.Unusable) result(mapping, header)).problems();
    }

    /** The calls of a row, one after another, with single quotes; why it gives none. */
    private static String calls(String mapping, String header, String row) {
        Mapped mapped = map(mapping, header).map(Arrays.asList(row.split(",", -1)));
        if (mapped instanceof Mapped.Unfit unfit) {
            Problem problem = unfit.problem();
            return problem.code().wireName() + ": " + problem.path() + " " + problem.message();
        }
        StringBuilder text = new StringBuilder();
        ((Mapped.Calls) mapped).calls().forEach(call -> text.append(JsonWriter.text(call)));
        return text.toString().replace('"', '\'');
    }

    @Nested
    class TypedHeaders {

        @ParameterizedTest
        @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
                total:number          ~ 1.10         ~ {'type':'track','properties':{'total':1.10}}
                vip : bool            ~ yes          ~ {'type':'track','properties':{'vip':true}}
                at:date(dd/MM/yyyy)   ~ 14/03/2024   ~ {'type':'track','properties':{'at':'2024-03-14'}}
                tags:list(|)          ~ a|b          ~ {'type':'track','properties':{'tags':['a','b']}}
                meta:json             ~ {"a":1.0}    ~ {'type':'track','properties':{'meta':{'a':1.0}}}
                properties.a[b]:number ~ 5           ~ {'type':'track','properties':{'a':{'b':5}}}
                context.active:bool   ~ 1            ~ {'type':'track','context':{'active':true}}
                integrations.All:bool ~ no           ~ {'type':'track','integrations':{'All':false}}
                userId:text           ~ 007          ~ {'type':'track','userId':'007'}
                utm:source            ~ x            ~ {'type':'track','properties':{'utm:source':'x'}}
                total:number          ~ ` `          ~ {'type':'track'}
                timestamp:date(dd/MM/yyyy HH:mm z) ~ 14/03/2024 10:22 UTC ~ {'type':'track','timestamp':'2024-03-14T10:22:00.000Z'}
                total:number ~ 1'000 ~ wrong-type: total:number (column 1) must be a number such as 129.95, but is "1'000": write it with a decimal point and without thousands separators
                timestamp:date(dd/MM/yyyy) ~ 3/14/24 ~ bad-timestamp: timestamp:date(dd/MM/yyyy) (column 1) must be a date that exists, written dd/MM/yyyy, but is "3/14/24"
                """)
        void giveValuesOfTheirType(String header, String cell, String expected) {
            assertThat(calls("{}", header, cell))
                    .isEqualTo(expected.replace('"', expected.startsWith("{") ? '\'' : '"'));
        }

        @ParameterizedTest
        @CsvSource(delimiter = '~', textBlock = """
                total:integer  ~ column 1 "total:integer" ends with no type: the types are text, number, bool, date(PATTERN), list(SEPARATOR), json; if it is all name, say so by --types 'NAME=text'
                at:date        ~ column 1 "at:date" has the type date, which needs an argument: date(dd/MM/yyyy), list(|)
                at:date(mm/yy) ~ column 1 "at:date(mm/yy)" has the type date(mm/yy), which is no pattern of a date: dd is the day, MM the month, yyyy the year, HH:mm:ss the time (hh with a for AM/PM): date(dd/MM/yyyy HH:mm)
                """)
        void areRefusedWhenTheyAreAlmostTyped(String header, String problem) {
            assertThat(problems("{}", header)).hasSize(1);
            assertThat(problems("{}", header)
                            .get(0)
                            .replaceAll("does not tell a day, or half of a time", "is no pattern of a date"))
                    .isEqualTo(problem);
        }

        @Test
        void ofJsonMayHoldAWholeObject() {
            assertThat(calls("{}", "user_id,properties:json,plan,context:json", "u,{\"a\":1.0},pro,{\"ip\":\"::1\"}"))
                    .isEqualTo(
                            "{'type':'track','userId':'u','properties':{'a':1.0,'plan':'pro'},'context':{'ip':'::1'}}");
            assertThat(problems("{}", "user_id,traits:json"))
                    .containsExactly("column 2 \"traits:json\" has no place: a track call has no traits");
        }

        @Test
        void areAllNameWhenSomethingIsSaidOfThemWhole() {
            assertThat(calls("{'columns':{'order:date':{'type':'text'}}}", "order:date", "x"))
                    .isEqualTo("{'type':'track','properties':{'order:date':'x'}}");
            assertThat(calls("{'columns':{'total':'properties.sum'}}", "total:number", "1.0"))
                    .isEqualTo("{'type':'track','properties':{'sum':1.0}}");
            assertThat(calls("{'columns':{'total':{'type':'text'}}}", "total:number", "1.0"))
                    .isEqualTo("{'type':'track','properties':{'total':'1.0'}}");
        }
    }

    @Nested
    class Rules {

        @Test
        void takeColumnsForOthersAndAddConstants() {
            assertThat(calls(
                            "{'event':'Order','columns':{'Customer ID':'User ID','When':{'to':'timestamp','type':'date(d/M/yyyy H:mm)'},"
                                    + "'Sum':{'to':'total','type':'number'}},'set':{'context.page.url':'u','properties.n':1.0,'tags[]':'a'},"
                                    + "'drop':['Notes'],'timezone':'Europe/Rome'}",
                            "Customer ID,When,Sum,Notes,Zip",
                            "007,14/3/2024 10:22,1.10,secret,00184"))
                    .isEqualTo("{'type':'track','userId':'007','timestamp':'2024-03-14T09:22:00.000Z',"
                            + "'properties':{'total':1.10,'Zip':'00184','n':1.0,'tags':['a']},"
                            + "'context':{'page':{'url':'u'}},'event':'Order'}");
        }

        @Test
        void nameColumnsThatAreThere() {
            assertThat(problems(
                            "{'columns':{'Customer Id':'userId'},'drop':['Gone'],'messageId':'Order'}",
                            "Customer ID,Total"))
                    .containsExactly(
                            "has no column \"Customer Id\", which the mapping names; did you mean \"Customer ID\"?",
                            "has no column \"Gone\", which the mapping names; its columns are \"Customer ID\", \"Total\"",
                            "has no column \"Order\", which the mapping names; its columns are \"Customer ID\", \"Total\"");
        }

        @Test
        void mustNotHideOneAnother() {
            assertThat(problems("{'columns':{'a':'userId'}}", "a,user_id"))
                    .containsExactly(
                            "column 2 \"user_id\" goes to the same place as column 1 \"a\"; leave one out by --drop, or name another place by --rename");
            assertThat(problems("{'event':'E'}", "event,user_id"))
                    .containsExactly("cannot take the constant \"event\": column 1 \"event\" goes to the same place;"
                            + " drop one of them (--drop 'event')");
            assertThat(problems("{'type':'identify','event':'E'}", "user_id"))
                    .containsExactly("cannot take the constant \"event\": no identify call has a place for it");
        }

        @Test
        void giveTheMessageIdBesideTheColumnOrInItsPlace() {
            assertThat(calls("{'messageId':'Order ID'}", "Order ID", "7"))
                    .isEqualTo("{'type':'track','properties':{'Order ID':'7'},'messageId':'7'}");
            assertThat(calls("{'messageId':'Order ID','drop':['Order ID']}", "Order ID,a", "7,b"))
                    .isEqualTo("{'type':'track','messageId':'7','properties':{'a':'b'}}");
        }

        @Test
        void constantsGoToTheCallsThatHaveThem() {
            assertThat(calls("{'set':{'event':'E','traits.x':1,'plan':'pro'}}", "type,user_id", "identify,u"))
                    .isEqualTo("{'type':'identify','userId':'u','traits':{'x':1,'plan':'pro'}}");
            assertThat(calls("{'set':{'event':'E','traits.x':1,'plan':'pro'}}", "type,user_id", "track,u"))
                    .isEqualTo("{'type':'track','userId':'u','event':'E','properties':{'plan':'pro'}}");
        }
    }

    @Nested
    class EmptyCells {

        private static final String HEADER = "user_id,anonymous_id,a,n:number,integrations.All,context.ip";

        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                {}                               | {'type':'track','userId':'u'}
                {'empty':'keep'}                 | {'type':'track','userId':'u','properties':{'a':''},'context':{'ip':''}}
                {'empty':'null'}                 | {'type':'track','userId':'u','properties':{'a':null,'n':null},'context':{'ip':null}}
                """)
        void areLeftOutOrKept(String mapping, String expected) {
            assertThat(calls(mapping, HEADER, "u,,,,,")).isEqualTo(expected);
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                {'null':['NA']}                  | {'type':'track','userId':'u'}
                {'null':'NA','empty':'keep'}     | {'type':'track','userId':'u'}
                {'null':['NA'],'empty':'null'}   | {'type':'track','userId':'u','properties':{'a':null,'n':null},'context':{'ip':null}}
                """)
        void areSpelledByMarkers(String mapping, String expected) {
            assertThat(calls(mapping, HEADER, "u,NA,NA,NA,NA,NA")).isEqualTo(expected);
        }
    }

    @Nested
    class SeveralCallsARow {

        private static final String BOTH = "{'type':'track','event':'E','emit':['identify','track'],'messageId':'id',"
                + "'columns':{'mail':'traits.email'}}";

        @Test
        void eachTakesWhatItHasAPlaceFor() {
            assertThat(calls(
                            BOTH,
                            "user_id,mail,total,id,context.ip,timestamp,group_id,properties.x,sentAt",
                            "u,m@x,5,7,::1,2024,g,y,z"))
                    .isEqualTo("{'type':'identify','userId':'u','traits':{'email':'m@x'},'context':{'ip':'::1'},"
                            + "'timestamp':'2024','sentAt':'z'}"
                            + "{'type':'track','userId':'u','properties':{'total':'5','id':'7','x':'y'},'messageId':'7',"
                            + "'context':{'ip':'::1'},'timestamp':'2024','groupId':'g','sentAt':'z','event':'E'}");
        }

        @Test
        void aRowThatDoesNotFitOneGivesNone() {
            assertThat(calls(
                            "{'event':'E','emit':['identify','track'],'columns':{'n':{'to':'traits.n','type':'number'}}}",
                            "user_id,n",
                            "u,x"))
                    .isEqualTo("wrong-type: n (column 2) must be a number such as 129.95, but is \"x\"");
        }

        @Test
        void noneOfThemIsNamedByTheRow() {
            assertThat(problems("{'emit':['identify','track']}", "type,user_id"))
                    .containsExactly(
                            "column 1 \"type\" names the type of each row, but the mapping emits identify, track;"
                                    + " drop the column, or take it for another by --rename 'type=properties.type'");
        }

        @Test
        void areRecordsWithNumbersOfTheirOwn() throws IOException {
            String table = "user_id,mail,id\nu,m,1\nv\nw,m,2\n";
            Inputs.Opened.Ready opened = (Inputs.Opened.Ready) Inputs.open(
                    "f",
                    Rows.stream(table),
                    new InputOptions(InputFormat.CSV, CallType.TRACK, null, null, null, Mappings.of(BOTH)));
            List<Row> rows = Rows.all(opened.reader());
            assertThat(Rows.places(rows))
                    .containsExactly(
                            "1 at line 2, byte 16",
                            "2 at line 2, byte 16",
                            "3 at line 3, byte 22",
                            "4 at line 4, byte 24",
                            "5 at line 4, byte 24");
            assertThat(rows.get(2)).isInstanceOf(Row.Broken.class);
        }
    }

    @Nested
    class Inferring {

        private List<String> rows(String table) throws IOException {
            Inputs.Opened.Ready opened = (Inputs.Opened.Ready) Inputs.open(
                    "f",
                    Trickle.of(table.getBytes(java.nio.charset.StandardCharsets.UTF_8), new Random(1), 7),
                    new InputOptions(InputFormat.CSV, CallType.TRACK, null, null, null, INFERRING));
            return Rows.all(opened.reader()).stream()
                    .map(row -> row instanceof Row.Broken
                            ? Rows.problem(row)
                            : Rows.shown(row).replace('"', '\''))
                    .toList();
        }

        @Test
        void findsNumbersAndFlagsButNoIdsAndPostcodes() throws IOException {
            String table = """
                    total,vip,order_id,Zip,plz,mixed,exp,yes,context.app.version
                    1.10,true,1,00184,12,1,1e5,yes,14
                    -12345678901234567890,FALSE,2,20121,13,a,2,no,15
                    ,,3,1,,,,,
                    """;
            assertThat(rows(table))
                    .containsExactly(
                            "{'type':'track','properties':{'total':1.10,'vip':true,'order_id':'1','Zip':'00184',"
                                    + "'plz':'12','mixed':'1','exp':'1e5','yes':'yes'},'context':{'app':{'version':'14'}}}",
                            "{'type':'track','properties':{'total':-12345678901234567890,'vip':false,'order_id':'2',"
                                    + "'Zip':'20121','plz':'13','mixed':'a','exp':'2','yes':'no'},"
                                    + "'context':{'app':{'version':'15'}}}",
                            "{'type':'track','properties':{'order_id':'3','Zip':'1'}}");
        }

        @Test
        void rejectsWhatDoesNotFitLaterAndSaysHowToHaveIt() throws IOException {
            List<String> rows = rows("total\n" + "1\n".repeat(1000) + "n/a\n2\n");
            assertThat(rows).hasSize(1002);
            assertThat(rows.get(1000))
                    .isEqualTo(
                            "total (column 1) must be a number such as 129.95, but is \"n/a\"; --infer found only such"
                                    + " values in the first rows: give --types 'total=text', or mend the cell");
            assertThat(rows.get(1001)).isEqualTo("{'type':'track','properties':{'total':2}}");
        }

        @Test
        void seesEveryRowThatIsLookedAt() throws IOException {
            assertThat(rows("total\n" + "1\n".repeat(999) + "n/a\n").get(0))
                    .isEqualTo("{'type':'track','properties':{'total':'1'}}");
        }
    }

    @Test
    void dotsNestWhenTheyAreToldTo() {
        Mapping nesting = new Mapping(
                Mapping.NONE.type(),
                Mapping.NONE.columns(),
                List.of(),
                Mapping.NONE.dropped(),
                List.of(),
                Mapping.NONE.zone(),
                Mapping.NONE.nulls(),
                Mapping.Empty.LEFT_OUT,
                Mapping.NONE.messageId(),
                false,
                true);
        ColumnMap columns = ((ColumnMap.Result.Usable)
                        ColumnMap.of(List.of("address.city", "properties.a.b[c]", "plain"), CallType.TRACK, nesting))
                .columns();
        Mapped.Calls calls = (Mapped.Calls) columns.map(List.of("Rome", "x", "y"));
        assertThat(JsonWriter.text(calls.calls().get(0)).replace('"', '\''))
                .isEqualTo("{'type':'track','properties':{'address':{'city':'Rome'},'a':{'b':{'c':'x'}},'plain':'y'}}");
    }
}
