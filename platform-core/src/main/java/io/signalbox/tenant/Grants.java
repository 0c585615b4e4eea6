package io.signalbox.tenant;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What someone may do. Nobody can hand out what their own grants do not cover. */
public record Grants(Set<Permission> permissions) {

    public static final Grants EVERYTHING = of(Permission.ALL);

    public Grants {
        permissions = Set.copyOf(permissions);
    }

    public static Grants of(Permission... permissions) {
        return new Grants(Set.copyOf(Arrays.asList(permissions)));
    }

    /** Reads stored wire names. A name this version does not know grants nothing. */
    public static Grants ofWireNames(Collection<String> names) {
        EnumSet<Permission> known = EnumSet.noneOf(Permission.class);
        for (String name : names) {
            Permission.ofWireName(name).ifPresent(known::add);
        }
        return new Grants(known);
    }

    public boolean allow(Permission wanted) {
        for (Permission held : permissions) {
            if (held.covers(wanted)) {
                return true;
            }
        }
        return false;
    }

    /** Whether these cover all of {@code others}, so that the holder may hand those out. */
    public boolean cover(Grants others) {
        return others.permissions.stream().allMatch(this::allow);
    }

    /** The wire names in alphabetical order. */
    public List<String> wireNames() {
        return permissions.stream().map(Permission::wireName).sorted().toList();
    }
}
