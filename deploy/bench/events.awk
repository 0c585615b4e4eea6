# Writes a long answer, the same text in the protocol named by -v protocol=openai or anthropic, with EVENTS pieces of text of which some need escapes or are not ASCII, as real ones.
function data(json) { printf "data: %s\n\n", json }
function event(type, members) { printf "event: %s\n", type; data("{\"type\":\"" type "\"" members "}") }
function chunk(delta, finish, more) {
    data("{\"id\":\"chatcmpl-BqT4nW2eXk7RmZ0cYp1sVd9LhAuJf\",\"object\":\"chat.completion.chunk\",\"created\":1764000000,\"model\":\"llama-3.3-70b-versatile\",\"system_fingerprint\":\"fp_560af6e559\",\"choices\":[{\"index\":0,\"delta\":" delta ",\"logprobs\":null,\"finish_reason\":" finish "}]" more "}")
}
BEGIN {
    count = split("The| parcel| you| ask| about| left| our| warehouse| on| Monday|,| and| has| since| been| waiting|.\\n\\n| Grüße|!| It| should| arrive| within| two| days", words, "|")
    if (protocol == "openai") {
        chunk("{\"role\":\"assistant\",\"content\":\"\"}", "null", "")
    } else {
        event("message_start", ",\"message\":{\"id\":\"msg_01XFDUDYJgAACzvnptvVoYEL\",\"type\":\"message\",\"role\":\"assistant\",\"content\":[],\"model\":\"claude-haiku-4-5\",\"stop_reason\":null,\"stop_sequence\":null,\"usage\":{\"input_tokens\":74,\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":0,\"output_tokens\":1}}")
        event("content_block_start", ",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}")
    }
    for (i = 0; i < events; i++) {
        word = words[i % count + 1]
        if (protocol == "openai") {
            chunk("{\"content\":\"" word "\"}", "null", "")
        } else {
            event("content_block_delta", ",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"" word "\"}")
        }
    }
    if (protocol == "openai") {
        chunk("{}", "\"stop\"", ",\"usage\":{\"prompt_tokens\":74,\"completion_tokens\":" events ",\"total_tokens\":" events + 74 "}")
        data("[DONE]")
    } else {
        event("content_block_stop", ",\"index\":0")
        event("message_delta", ",\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":" events "}")
        event("message_stop", "")
    }
}
