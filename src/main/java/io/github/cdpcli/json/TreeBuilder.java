package io.github.cdpcli.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Builds an object from single values at paths. Nothing is ever overwritten: a second value for a place is an error. */
public final class TreeBuilder {

    private final Map<String, Object> root = new LinkedHashMap<>();

    /**
     * Puts a value at a path.
     *
     * @return why it cannot stand there, or empty when it does
     */
    public Optional<String> set(KeyPath path, Json value) {
        Object at = root;
        List<KeyPath.Step> steps = path.steps();
        for (int i = 0; i < steps.size() - 1; i++) {
            Slot slot = slot(at, steps.get(i));
            if (slot == null) {
                return Optional.of("collides with another value at the same place");
            }
            Object next = slot.get();
            if (next == null) {
                next = steps.get(i + 1) instanceof KeyPath.Step.Key ? new LinkedHashMap<>() : new ArrayList<>();
                slot.put(next);
            }
            at = next;
        }
        Slot slot = slot(at, steps.get(steps.size() - 1));
        if (slot == null) {
            return Optional.of("collides with another value at the same place, or leaves a gap in an array");
        }
        if (slot.get() != null) {
            return Optional.of("is given twice");
        }
        slot.put(value);
        return Optional.empty();
    }

    public boolean isEmpty() {
        return root.isEmpty();
    }

    public Json.Obj build() {
        return (Json.Obj) freeze(root);
    }

    /** A place in the tree under construction that may hold a value. */
    private interface Slot {
        @Nullable
        Object get();

        void put(Object value);
    }

    @SuppressWarnings("unchecked")
    private static @Nullable Slot slot(Object container, KeyPath.Step step) {
        if (container instanceof Map && step instanceof KeyPath.Step.Key key) {
            return member((Map<String, Object>) container, key.name());
        }
        if (container instanceof List) {
            List<Object> items = (List<Object>) container;
            if (step instanceof KeyPath.Step.Append) {
                return item(items, items.size());
            }
            if (step instanceof KeyPath.Step.Index index && index.index() <= items.size()) {
                return item(items, index.index());
            }
        }
        return null;
    }

    private static Slot member(Map<String, Object> members, String key) {
        return new Slot() {
            @Override
            public @Nullable Object get() {
                return members.get(key);
            }

            @Override
            public void put(Object value) {
                members.put(key, value);
            }
        };
    }

    private static Slot item(List<Object> items, int index) {
        return new Slot() {
            @Override
            public @Nullable Object get() {
                return index < items.size() ? items.get(index) : null;
            }

            @Override
            public void put(Object value) {
                items.add(value);
            }
        };
    }

    private static Json freeze(Object node) {
        if (node instanceof Json value) {
            return value;
        }
        if (node instanceof List<?> list) {
            List<Json> items = new ArrayList<>();
            for (Object item : list) {
                items.add(freeze(item));
            }
            return new Json.Arr(items);
        }
        Map<String, Json> members = new LinkedHashMap<>();
        for (Map.Entry<?, ?> member : ((Map<?, ?>) node).entrySet()) {
            members.put((String) member.getKey(), freeze(member.getValue()));
        }
        return new Json.Obj(members);
    }
}
