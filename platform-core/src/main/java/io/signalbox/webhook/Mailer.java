package io.signalbox.webhook;

import io.signalbox.config.SignalboxConfig.SmtpConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import jakarta.mail.Authenticator;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;

/** Sends e-mail through the operator's SMTP server, on worker threads. The server is the operator's own, so no egress check applies. */
public final class Mailer {

    private static final String TIMEOUT_MS = "15000";

    private final Vertx vertx;
    private final SmtpConfig config;
    private final Session session;

    /** {@code config} has a host. */
    public Mailer(Vertx vertx, SmtpConfig config) {
        this.vertx = vertx;
        this.config = config;
        this.session = Session.getInstance(properties(config), login(config));
    }

    /** A plain text; {@code eventId} becomes part of the message's id, so that a repetition can be told. */
    record Mail(List<String> to, String subject, String text, String eventId) {

        Mail {
            to = List.copyOf(to);
        }
    }

    /** Completes when the server has taken it; fails with what Jakarta Mail says. */
    Future<Void> send(Mail mail) {
        return vertx.executeBlocking(
                () -> {
                    Transport.send(message(mail));
                    return null;
                },
                false);
    }

    private MimeMessage message(Mail mail) throws MessagingException {
        MimeMessage message = new MimeMessage(session);
        message.setFrom(new InternetAddress(config.from()));
        for (String each : mail.to()) {
            message.addRecipient(Message.RecipientType.TO, new InternetAddress(each));
        }
        message.setSubject(mail.subject(), StandardCharsets.UTF_8.name());
        message.setText(mail.text(), StandardCharsets.UTF_8.name());
        message.setHeader("X-Signalbox-Event", mail.eventId());
        return message;
    }

    private static Authenticator login(SmtpConfig config) {
        return new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                return new PasswordAuthentication(
                        config.username().orElse(""),
                        config.password().map(secret -> secret.value()).orElse(""));
            }
        };
    }

    private static Properties properties(SmtpConfig config) {
        Properties properties = new Properties();
        properties.setProperty("mail.smtp.host", config.host().orElseThrow());
        properties.setProperty("mail.smtp.port", Integer.toString(config.port()));
        properties.setProperty(
                "mail.smtp.auth", Boolean.toString(config.username().isPresent()));
        properties.setProperty("mail.smtp.connectiontimeout", TIMEOUT_MS);
        properties.setProperty("mail.smtp.timeout", TIMEOUT_MS);
        properties.setProperty("mail.smtp.writetimeout", TIMEOUT_MS);
        properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        switch (config.security()) {
            case STARTTLS -> {
                properties.setProperty("mail.smtp.starttls.enable", "true");
                properties.setProperty("mail.smtp.starttls.required", "true");
            }
            case TLS -> properties.setProperty("mail.smtp.ssl.enable", "true");
            case NONE -> properties.setProperty("mail.smtp.starttls.enable", "false");
        }
        return properties;
    }
}
