package io.signalbox.credential;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a tenant writes, no connection goes into our own network. */
class EgressGuardTest {

    private static final Origin PUBLIC_NAME = Origin.parse("https://api.example.com/v1");

    private final EgressGuard guard = new EgressGuard(Set.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api.openai.com/v1",
                "https://api.openai.com.:8443",
                "https://my-resource.openai.azure.com",
                "https://API.EXAMPLE.COM",
                "https://xn--bcher-kva.example",
                "https://8.8.8.8",
                "https://[2606:4700::1111]",
                "https://[::ffff:8.8.8.8]"
            })
    void letsPublicOriginsPass(String url) {
        assertThat(guard.refuse(Origin.parse(url))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://api.openai.com",
                "https://localhost",
                "https://localhost.",
                "https://LOCALHOST:5432",
                "https://x.localhost",
                "https://postgres",
                "https://metadata.google.internal",
                "https://metadata.google.internal.",
                "https://printer.local",
                "https://nas.home.arpa",
                "https://1.0.0.127.in-addr.arpa",
                "https://127.0.0.1",
                "https://127.0.0.1.",
                "https://127.1",
                "https://127.0.1",
                "https://127.255.255.254",
                "https://2130706433",
                "https://0x7f000001",
                "https://0x7f.1",
                "https://0x7f.0x0.0x0.0x1",
                "https://0177.0.0.1",
                "https://0177.1",
                "https://017700000001",
                "https://00000127.0.0.1",
                "https://127.0.0.1.0x0",
                "https://0",
                "https://0.0.0.0",
                "https://10.0.0.1",
                "https://172.16.0.1",
                "https://172.31.255.255",
                "https://192.168.1.1",
                "https://100.64.0.1",
                "https://100.100.100.200",
                "https://169.254.169.254",
                "https://169.254.170.2",
                "https://2852039166",
                "https://0xa9fea9fe",
                "https://0251.0376.0251.0376",
                "https://168.63.129.16",
                "https://192.0.0.192",
                "https://192.0.2.1",
                "https://192.88.99.1",
                "https://198.18.0.1",
                "https://198.51.100.1",
                "https://203.0.113.1",
                "https://224.0.0.1",
                "https://240.0.0.1",
                "https://255.255.255.255",
                "https://256.1.1.1",
                "https://999.1.1.1",
                "https://[::]",
                "https://[::1]",
                "https://[0:0:0:0:0:0:0:1]",
                "https://[::ffff:127.0.0.1]",
                "https://[::ffff:7f00:1]",
                "https://[::ffff:169.254.169.254]",
                "https://[::127.0.0.1]",
                "https://[64:ff9b::7f00:1]",
                "https://[64:ff9b:1::a9fe:a9fe]",
                "https://[2002:7f00:1::]",
                "https://[2001:0:7f00:1::]",
                "https://[2001:db8::1]",
                "https://[3fff::1]",
                "https://[fc00::1]",
                "https://[fd00:ec2::254]",
                "https://[fe80::1]",
                "https://[fec0::1]",
                "https://[ff02::1]",
                "https://[100::1]"
            })
    void refusesWhatLeadsInward(String url) {
        assertThat(admitted(url)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "api.openai.com",
                "//api.openai.com",
                "ftp://api.openai.com",
                "file:///etc/passwd",
                "gopher://api.openai.com",
                "jar:https://api.openai.com!/",
                "https://",
                "https:///v1",
                "https:api.openai.com",
                "https://user@api.openai.com",
                "https://user:password@127.0.0.1",
                "https://api.openai.com@127.0.0.1",
                "https://api.openai.com\\@127.0.0.1",
                "https://127.0.0.1\\.api.openai.com",
                "https://api.openai.com#@127.0.0.1/",
                "https://api.openai.com?x=1",
                "https://api.openai.com\r\nHost: x",
                "https://api.openai.com /",
                "https://１２７.０.０.１",
                "https://127。0。0。1",
                "https://①②⑦.⓪.⓪.①",
                "https://loc%61lhost",
                "https://%31%32%37.0.0.1",
                "https://[::1%25eth0]",
                "https://[fe80::1%1]",
                "https://[::1",
                "https://::1",
                "https://api.openai.com:99999",
                "https://api.openai.com:-1"
            })
    void takesNoUrlThatCouldBeReadInTwoWays(String url) {
        assertThat(admitted(url)).isEmpty();
    }

    private Optional<Origin> admitted(String url) {
        try {
            Origin origin = Origin.parse(url);
            return guard.refuse(origin).isEmpty() ? Optional.of(origin) : Optional.empty();
        } catch (IllegalArgumentException refused) {
            return Optional.empty();
        }
    }

    @Test
    void refusesANameWhenOneOfItsAddressesLeadsInward() throws UnknownHostException {
        InetAddress good = InetAddress.getByName("93.184.215.14");

        assertThat(guard.refuse(PUBLIC_NAME, List.of(good))).isEmpty();
        for (String bad : List.of("127.0.0.1", "10.1.2.3", "::1", "fd00::1", "::ffff:10.0.0.1", "169.254.169.254")) {
            assertThat(guard.refuse(PUBLIC_NAME, List.of(good, InetAddress.getByName(bad))))
                    .as(bad)
                    .isPresent();
        }
        assertThat(guard.refuse(PUBLIC_NAME, List.of())).contains("the host does not exist");
    }

    @Test
    void refusesThisMachinesOwnAddressesThoughTheyLookPublic() throws UnknownHostException {
        InetAddress own = InetAddress.getByName("93.184.215.14");

        assertThat(new EgressGuard(Set.of(own)).refuse(PUBLIC_NAME, List.of(own)))
                .isPresent();
        assertThat(EgressGuard.ofThisHost().isOutward(InetAddress.getLoopbackAddress()))
                .isFalse();
    }
}
