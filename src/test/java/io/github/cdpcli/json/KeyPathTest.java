package io.github.cdpcli.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyPathTest {

    /** {@code plan>0>city}, with {@code +} for a new element. */
    private static String shown(KeyPath.Parsed parsed) {
        return parsed instanceof KeyPath.Parsed.Path good
                ? good.path().steps().stream()
                        .map(step -> step instanceof KeyPath.Step.Key key
                                ? "'" + key.name() + "'"
                                : step instanceof KeyPath.Step.Index index ? "" + index.index() : "+")
                        .collect(Collectors.joining(">"))
                : "bad: " + ((KeyPath.Parsed.Bad) parsed).why();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "plan | 'plan'",
                "First Name | 'First Name'",
                "a.b.c | 'a.b.c'",
                "address[city] | 'address'>'city'",
                "a[b][c] | 'a'>'b'>'c'",
                "tags[] | 'tags'>+",
                "items[0][sku] | 'items'>0>'sku'",
                "items[007] | 'items'>7",
                "a[1234567] | 'a'>'1234567'",
                "a[b.c] | 'a'>'b.c'",
                "a\\[b] | 'a[b]'",
                "a\\=b | 'a=b'",
                "a\\\\[b] | 'a\\'>'b'",
                "a\\b | 'a\\b'",
                "a] | 'a]'",
            })
    void bracketsNestAndDotsAreLiteral(String text, String path) {
        assertThat(shown(KeyPath.parse(text))).isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "page.url | 'page'>'url'",
                "ip | 'ip'",
                "a.b[c.d] | 'a'>'b'>'c.d'",
                "page.keywords[] | 'page'>'keywords'>+",
                "a\\.b.c | 'a.b'>'c'",
            })
    void dotsAreStepsInContext(String text, String path) {
        assertThat(shown(KeyPath.parseDotted(text))).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[a]", "a[", "a[b", "a[b]c", "a[b]c[d]", "a[b]]"})
    void badBracketsAreRefused(String text) {
        assertThat(shown(KeyPath.parse(text))).startsWith("bad: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {".a", "a.", "a..b", "."})
    void missingNamesAreRefusedInContext(String text) {
        assertThat(shown(KeyPath.parseDotted(text))).isEqualTo("bad: has no name before the value");
    }

    @Test
    void aPathMayLieBelowKeys() {
        KeyPath path = ((KeyPath.Parsed.Path) KeyPath.parse("a[0]")).path().below("properties", "x");

        assertThat(shown(new KeyPath.Parsed.Path(path))).isEqualTo("'properties'>'x'>'a'>0");
        assertThat(KeyPath.of("properties", "x").steps())
                .isEqualTo(List.of(new KeyPath.Step.Key("properties"), new KeyPath.Step.Key("x")));
    }

    @Nested
    class Trees {

        /** What these paths build, each with its number as value; or the first reason against one. */
        private String built(String... paths) {
            TreeBuilder tree = new TreeBuilder();
            for (int i = 0; i < paths.length; i++) {
                KeyPath path = ((KeyPath.Parsed.Path) KeyPath.parse(paths[i])).path();
                var problem = tree.set(path, Json.of(i));
                if (problem.isPresent()) {
                    return paths[i] + " " + problem.get();
                }
            }
            return JsonWriter.text(tree.build());
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "b a c | {\"b\":0,\"a\":1,\"c\":2}",
                    "a[x] b a[y] | {\"a\":{\"x\":0,\"y\":2},\"b\":1}",
                    "a[] a[] | {\"a\":[0,1]}",
                    "a[0] a[1] a[] | {\"a\":[0,1,2]}",
                    "a[0][x] a[0][y] a[1][x] | {\"a\":[{\"x\":0,\"y\":1},{\"x\":2}]}",
                    "a[][x] a[][x] | {\"a\":[{\"x\":0},{\"x\":1}]}",
                    "a[x][y][z] a[x][q] | {\"a\":{\"x\":{\"y\":{\"z\":0},\"q\":1}}}",
                })
        void areBuiltInTheOrderGiven(String paths, String tree) {
            assertThat(built(paths.split(" "))).isEqualTo(tree);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "a a | a is given twice",
                    "a[x] a[x] | a[x] is given twice",
                    "a[0] a[0] | a[0] is given twice",
                    "a[x] a | a is given twice",
                })
        void neverHoldTwoValuesAtAPlace(String paths, String problem) {
            assertThat(built(paths.split(" "))).isEqualTo(problem);
        }

        @ParameterizedTest
        @ValueSource(strings = {"a a[x]", "a[x] a[]", "a[] a[x]", "a[1]", "a[0] a[2]", "a[2][x]", "a[0] a[0][x]"})
        void refuseWhatDoesNotFit(String paths) {
            assertThat(built(paths.split(" "))).contains("collides with another value");
        }

        @Test
        void areEmptyAtFirst() {
            TreeBuilder tree = new TreeBuilder();

            assertThat(tree.isEmpty()).isTrue();
            assertThat(tree.build()).isEqualTo(Json.Obj.empty());
            tree.set(KeyPath.of("a"), Json.Word.NULL);
            assertThat(tree.isEmpty()).isFalse();
        }

        @Test
        void holdWholeValues() {
            TreeBuilder tree = new TreeBuilder();
            tree.set(KeyPath.of("a", "b"), new Json.Arr(Arrays.asList(Json.of(1), Json.Word.NULL)));

            assertThat(JsonWriter.text(tree.build())).isEqualTo("{\"a\":{\"b\":[1,null]}}");
            assertThat(tree.set(((KeyPath.Parsed.Path) KeyPath.parse("a[b][]")).path(), Json.of(2)))
                    .isPresent();
        }
    }
}
