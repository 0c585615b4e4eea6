package io.signalbox.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jsoup.Connection;
import org.jsoup.Connection.Method;
import org.jsoup.Connection.Response;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** A browser without JavaScript: keeps cookies, sends forms with the headers browsers send, follows no redirect by itself. */
public final class TestBrowser {

    private final String site;
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private final Map<String, String> headers = new LinkedHashMap<>(Map.of("sec-fetch-site", "same-origin"));

    TestBrowser(String site) {
        this.site = site;
    }

    /** Replaces or, with the empty string, drops a header of every request to come. */
    public TestBrowser header(String name, String value) {
        headers.remove(name);
        if (!value.isEmpty()) {
            headers.put(name, value);
        }
        return this;
    }

    Map<String, String> cookies() {
        return cookies;
    }

    public Response get(String path) {
        return send(Method.GET, path, Map.of());
    }

    public Response post(String path) {
        return send(Method.POST, path, Map.of("nothing", ""));
    }

    public Response post(String path, Map<String, String> fields) {
        return send(Method.POST, path, fields);
    }

    /** Opens a page that must be there. */
    public Document open(String path) {
        Response response = get(path);
        if (response.statusCode() != 200) {
            throw new AssertionError(path + " answers " + response.statusCode());
        }
        return parsed(response);
    }

    /** Sends the form of {@code page} that {@code selector} finds, with {@code typed} over what it holds. */
    public Response submit(Document page, String selector, Map<String, String> typed) {
        Element form = page.expectFirst(selector);
        Map<String, String> fields = new LinkedHashMap<>();
        for (Element field : form.select("input[name], select[name]")) {
            Element chosen = field.selectFirst("option[selected]");
            Element first = field.selectFirst("option");
            Element holder = chosen != null ? chosen : first != null ? first : field;
            fields.put(field.attr("name"), holder.attr("value"));
        }
        fields.putAll(typed);
        String action = form.attr("action").isEmpty() ? page.location() : form.attr("action");
        return send(Method.POST, action.replace(site, ""), fields);
    }

    static Document parsed(Response response) {
        try {
            return response.parse();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Response send(Method method, String path, Map<String, String> fields) {
        Connection connection = Jsoup.connect(site + path)
                .method(method)
                .ignoreHttpErrors(true)
                .ignoreContentType(true)
                .followRedirects(false)
                .header("accept", "text/html,*/*;q=0.8")
                .cookies(cookies)
                .data(fields);
        headers.forEach(connection::header);
        try {
            Response response = connection.execute();
            cookies.putAll(response.cookies());
            cookies.values().removeIf(String::isEmpty);
            return response;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
