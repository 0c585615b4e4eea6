package io.signalbox.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GrantsTest {

    @Test
    void letsWhoWritesAlsoRead() {
        Grants writer = Grants.of(Permission.WRITE_KEYS);

        assertThat(writer.allow(Permission.READ_KEYS)).isTrue();
        assertThat(writer.allow(Permission.WRITE_KEYS)).isTrue();
        assertThat(writer.allow(Permission.READ_APPS)).isFalse();
        assertThat(Grants.of(Permission.READ_KEYS).allow(Permission.WRITE_KEYS)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Permission.class)
    void allowsAnOwnerEverythingAndTheEmptyHandedNothing(Permission wanted) {
        assertThat(Role.OWNER.may(wanted)).isTrue();
        assertThat(Grants.of().allow(wanted)).isFalse();
    }

    @Test
    void coversOnlyWhatItAllows() {
        Grants developer = Role.DEVELOPER.grants();

        assertThat(developer.cover(Grants.of(Permission.WRITE_KEYS, Permission.READ_APPS)))
                .isTrue();
        assertThat(developer.cover(Grants.of(Permission.WRITE_KEYS, Permission.WRITE_CREDENTIALS)))
                .isFalse();
        assertThat(developer.cover(Grants.EVERYTHING)).isFalse();
        assertThat(Role.ADMIN.grants().cover(Role.VIEWER.grants())).isTrue();
        assertThat(Role.VIEWER.grants().cover(Role.ADMIN.grants())).isFalse();
    }

    @Test
    void givesNothingForANameItDoesNotKnow() {
        assertThat(Grants.ofWireNames(List.of("write:everything", "ADMIN:*", "read:usage")))
                .isEqualTo(Grants.of(Permission.READ_USAGE));
    }
}
