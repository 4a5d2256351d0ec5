package io.github.cdpcli.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdpcli.event.CallType;
import io.github.cdpcli.event.Problem.Code;
import io.github.cdpcli.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnMapTest {

    /** The call that one row makes; columns and cells by turns. */
    private static String call(@Nullable CallType type, String... columnsAndCells) {
        Mapped mapped = map(type, columnsAndCells);
        assertThat(mapped).isInstanceOf(Mapped.Calls.class);
        return JsonWriter.text(((Mapped.Calls) mapped).calls().get(0));
    }

    private static String unfit(@Nullable CallType type, String... columnsAndCells) {
        var problem = ((Mapped.Unfit) map(type, columnsAndCells)).problem();
        assertThat(problem.isError()).isTrue();
        return problem.path() + " " + problem.message();
    }

    private static Mapped map(@Nullable CallType type, String... columnsAndCells) {
        List<String> header = new ArrayList<>();
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < columnsAndCells.length; i += 2) {
            header.add(columnsAndCells[i]);
            cells.add(columnsAndCells[i + 1]);
        }
        ColumnMap.Result result = ColumnMap.of(header, type, Mapping.NONE);
        assertThat(result).isInstanceOf(ColumnMap.Result.Usable.class);
        return ((ColumnMap.Result.Usable) result).columns().map(cells);
    }

    private static List<String> problems(@Nullable CallType type, String... header) {
        ColumnMap.Result result = ColumnMap.of(List.of(header), type, Mapping.NONE);
        return result instanceof ColumnMap.Result.Unusable unusable ? unusable.problems() : List.of();
    }

    @Nested
    class ReservedNames {

        @ParameterizedTest
        @ValueSource(strings = {"userId", "user_id", "User ID", "USER-ID", " userid ", "USERID"})
        void areKnownInAnySpelling(String name) {
            assertThat(call(CallType.TRACK, name, "00042")).isEqualTo("{\"type\":\"track\",\"userId\":\"00042\"}");
        }

        @Test
        void ofEveryCall() {
            assertThat(call(
                            CallType.IDENTIFY,
                            "Message ID",
                            "m",
                            "timestamp",
                            "2024-03-01 10:00:00",
                            "anonymous_id",
                            "a",
                            "user id",
                            " u "))
                    .isEqualTo("{\"type\":\"identify\",\"messageId\":\"m\",\"timestamp\":\"2024-03-01 10:00:00\","
                            + "\"anonymousId\":\"a\",\"userId\":\" u \"}");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "page     | name           | {'type':'page','name':'v'}",
                    "screen   | Name           | {'type':'screen','name':'v'}",
                    "identify | name           | {'type':'identify','traits':{'name':'v'}}",
                    "group    | Name           | {'type':'group','traits':{'Name':'v'}}",
                    "track    | name           | {'type':'track','properties':{'name':'v'}}",
                    "track    | event          | {'type':'track','event':'v'}",
                    "identify | Event          | {'type':'identify','traits':{'Event':'v'}}",
                    "track    | group_id       | {'type':'track','groupId':'v'}",
                    "group    | Group ID       | {'type':'group','groupId':'v'}",
                    "identify | group_id       | {'type':'identify','traits':{'group_id':'v'}}",
                    "group    | object_type_id | {'type':'group','objectTypeId':'v'}",
                    "track    | object_type_id | {'type':'track','properties':{'object_type_id':'v'}}",
                    "alias    | previous_id    | {'type':'alias','previousId':'v'}",
                    "page     | category       | {'type':'page','properties':{'category':'v'}}",
                })
        void areFieldsOnlyWhereACallHasThem(String type, String column, String call) {
            assertThat(call(null, "type", type, column, "v")).isEqualTo(call.replace('\'', '"'));
        }
    }

    @Nested
    class Types {

        @Test
        void mayDifferByRow() {
            var columns = ((ColumnMap.Result.Usable)
                            ColumnMap.of(List.of("type", "user_id", "plan"), null, Mapping.NONE))
                    .columns();

            assertThat(columns.map(List.of(" Track ", "u", "pro")).toString()).contains("properties");
            assertThat(columns.map(List.of("IDENTIFY", "u", "pro")).toString()).contains("traits");
        }

        @Test
        void areTheDefaultWhereTheCellIsEmpty() {
            assertThat(call(CallType.TRACK, "type", "", "a", "1"))
                    .isEqualTo("{\"type\":\"track\",\"properties\":{\"a\":\"1\"}}");
            assertThat(call(CallType.TRACK, "type", "page", "a", "1"))
                    .isEqualTo("{\"type\":\"page\",\"properties\":{\"a\":\"1\"}}");
        }

        @Test
        void areLeftOutWhereNothingNamesThem() {
            assertThat(call(null, "type", " ", "user_id", "u", "context.ip", "::1", "plan", "pro"))
                    .isEqualTo("{\"userId\":\"u\",\"context\":{\"ip\":\"::1\"}}");
        }

        @Test
        void mustBeKnown() {
            assertThat(unfit(CallType.TRACK, "type", "purchase", "a", "1"))
                    .isEqualTo("type is \"purchase\", which is none of identify, track, page, screen, group, alias");
        }
    }

    @Nested
    class FreeColumns {

        @Test
        void keepTheirNameAndText() {
            assertThat(call(CallType.IDENTIFY, " Zip ", "00501", "a.b", " x ", "Price [USD]", "1.10"))
                    .isEqualTo("{\"type\":\"identify\",\"traits\":"
                            + "{\"Zip\":\"00501\",\"a.b\":\" x \",\"Price [USD]\":\"1.10\"}}");
        }

        @Test
        void differByCase() {
            assertThat(call(CallType.TRACK, "Plan", "a", "plan", "b"))
                    .isEqualTo("{\"type\":\"track\",\"properties\":{\"Plan\":\"a\",\"plan\":\"b\"}}");
        }

        @Test
        void areLeftOutWhereTheyAreEmpty() {
            assertThat(call(CallType.TRACK, "user_id", "", "a", "", "b", " "))
                    .isEqualTo("{\"type\":\"track\",\"properties\":{\"b\":\" \"}}");
        }

        @Test
        void haveNoPlaceInAlias() {
            assertThat(problems(CallType.ALIAS, "previous_id", "plan"))
                    .containsExactly("column 2 \"plan\" has no place: an alias call has neither traits nor properties");
            assertThat(call(null, "type", "alias", "plan", "")).isEqualTo("{\"type\":\"alias\"}");
            assertThat(unfit(null, "type", "alias", "plan", "pro"))
                    .isEqualTo("plan (column 2) has no place: an alias call has neither traits nor properties");
        }
    }

    @Nested
    class Prefixes {

        @Test
        void sayWhereAColumnGoes() {
            assertThat(call(
                            CallType.TRACK,
                            "Properties.Total",
                            "1",
                            "properties.a.b",
                            "2",
                            "properties.address[city]",
                            "Rome",
                            "properties.tags[]",
                            "x",
                            "properties.tags[]",
                            "y",
                            "properties.items[0][sku]",
                            "s"))
                    .isEqualTo("{\"type\":\"track\",\"properties\":{\"Total\":\"1\",\"a.b\":\"2\","
                            + "\"address\":{\"city\":\"Rome\"},\"tags\":[\"x\",\"y\"],\"items\":[{\"sku\":\"s\"}]}}");
        }

        @Test
        void areOfNoUseWhereTheCallHasNoSuchObject() {
            assertThat(call(CallType.TRACK, "traits.plan", "")).isEqualTo("{\"type\":\"track\"}");
            assertThat(unfit(CallType.TRACK, "traits.plan", "pro"))
                    .isEqualTo("traits.plan (column 1) has no place: a track call has no traits");
        }

        @Test
        void makeContextADottedPath() {
            assertThat(call(CallType.ALIAS, "context.page.url", "u", "context.page.title", "t"))
                    .isEqualTo("{\"type\":\"alias\",\"context\":{\"page\":{\"url\":\"u\",\"title\":\"t\"}}}");
        }

        @Test
        void makeFlagsOfWhatIsDocumentedAsFlag() {
            assertThat(call(
                            CallType.TRACK,
                            "context.active",
                            "TRUE",
                            "context.network.wifi",
                            "false",
                            "context.network.cellular",
                            "maybe",
                            "context.other",
                            "true"))
                    .isEqualTo("{\"type\":\"track\",\"context\":{\"active\":true,"
                            + "\"network\":{\"wifi\":false,\"cellular\":\"maybe\"},\"other\":\"true\"}}");
        }

        @Test
        void makeFlagsOfIntegrations() {
            assertThat(call(CallType.TRACK, "integrations.All", "false", "integrations.Google Ads", "True"))
                    .isEqualTo("{\"type\":\"track\",\"integrations\":{\"All\":false,\"Google Ads\":true}}");
            assertThat(unfit(CallType.TRACK, "integrations.All", "no"))
                    .isEqualTo("integrations.All (column 1) must be true or false, but is \"no\"");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "properties.     | column 1 \"properties.\" has no name before the value",
                    "traits.a[b      | column 1 \"traits.a[b\" has an unclosed bracket or text behind one",
                    "context.a..b    | column 1 \"context.a..b\" has no name before the value",
                })
        void mustBeFollowedByAName(String column, String problem) {
            assertThat(problems(null, column)).containsExactly(problem);
        }
    }

    @Nested
    class Collisions {

        @Test
        void areTheHeadersFaultWhenEveryRowHasThem() {
            assertThat(problems(null, "user_id", "plan", "USER ID"))
                    .containsExactly(
                            "column 3 \"USER ID\" goes to the same place as column 1 \"user_id\"; leave one out by --drop, or name another place by --rename");
            assertThat(problems(CallType.TRACK, "name", "properties.name"))
                    .containsExactly(
                            "column 2 \"properties.name\" goes to the same place as column 1 \"name\"; leave one out by --drop, or name another place by --rename");
            assertThat(problems(null, "type", "context.page", "context.page.url"))
                    .containsExactly(
                            "column 3 \"context.page.url\" goes to the same place as column 2 \"context.page\"; leave one out by --drop, or name another place by --rename");
            assertThat(problems(null, "properties.tags[1]"))
                    .containsExactly("column 1 \"properties.tags[1]\" leaves a gap in an array");
        }

        @Test
        void areTheRowsFaultWhenOthersDoNotHaveThem() {
            assertThat(call(null, "type", "page", "name", "a", "properties.name", "b"))
                    .isEqualTo("{\"type\":\"page\",\"name\":\"a\",\"properties\":{\"name\":\"b\"}}");
            assertThat(call(null, "type", "track", "name", "", "properties.name", "b"))
                    .isEqualTo("{\"type\":\"track\",\"properties\":{\"name\":\"b\"}}");
            assertThat(unfit(null, "type", "track", "name", "a", "properties.name", "b"))
                    .isEqualTo("properties.name (column 3) is given twice");
        }

        @Test
        void areNoneBetweenColumnsWithoutAName() {
            assertThat(problems(CallType.ALIAS, "user_id", "", " ", "")).isEmpty();
        }
    }

    @Test
    void everyProblemOfARowIsAnError() {
        assertThat(((Mapped.Unfit) map(null, "type", "alias", "a", "b"))
                        .problem()
                        .code())
                .isEqualTo(Code.WRONG_TYPE);
    }
}
