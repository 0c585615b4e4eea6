"""The official Python clients against a gateway: SIGNALBOX_ORIGIN, SIGNALBOX_API_KEY, SIGNALBOX_SPENT_KEY, SIGNALBOX_MODELS (by comma)."""

import base64
import json
import os
import struct
import unittest

import anthropic
import openai

ORIGIN = os.environ["SIGNALBOX_ORIGIN"]
KEY = os.environ["SIGNALBOX_API_KEY"]
SPENT_KEY = os.environ["SIGNALBOX_SPENT_KEY"]
MODELS = os.environ["SIGNALBOX_MODELS"].split(",")
QUESTION = "How is the weather in Köln?"
PARAMETERS = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}


def for_each_model(test):
    def run(self):
        for model in MODELS:
            with self.subTest(model=model):
                test(self, model)

    return run


class OpenAiClient(unittest.TestCase):
    def setUp(self):
        self.client = openai.OpenAI(base_url=ORIGIN + "/v1", api_key=KEY, max_retries=0)
        self.tools = [{"type": "function", "function": {"name": "get_weather", "parameters": PARAMETERS}}]

    def tearDown(self):
        self.client.close()

    @for_each_model
    def test_answers(self, model):
        answer = self.client.chat.completions.create(model=model, messages=[{"role": "user", "content": QUESTION}])
        self.assertIn("made up", answer.choices[0].message.content)
        self.assertEqual("stop", answer.choices[0].finish_reason)
        self.assertEqual(model, answer.model)
        self.assertGreater(answer.usage.completion_tokens, 0)
        self.assertGreater(answer.usage.cost, 0)

    @for_each_model
    def test_streams(self, model):
        stream = self.client.chat.completions.create(
            model=model,
            messages=[{"role": "user", "content": QUESTION}],
            stream=True,
            stream_options={"include_usage": True},
        )
        chunks = list(stream)
        text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
        self.assertIn("Köln", text)
        self.assertGreater(chunks[-1].usage.total_tokens, 0)

    @for_each_model
    def test_calls_tools_and_takes_their_results(self, model):
        messages = [{"role": "user", "content": QUESTION}]
        asked = self.client.chat.completions.create(model=model, messages=messages, tools=self.tools)
        message = asked.choices[0].message
        self.assertEqual("tool_calls", asked.choices[0].finish_reason)
        self.assertIn("city", json.loads(message.tool_calls[0].function.arguments))
        messages.append(message)
        messages.append({"role": "tool", "tool_call_id": message.tool_calls[0].id, "content": "Rain."})
        told = self.client.chat.completions.create(model=model, messages=messages, tools=self.tools)
        self.assertIn("made up", told.choices[0].message.content)

    @for_each_model
    def test_responses_stream(self, model):
        text = ""
        with self.client.responses.stream(model=model, input=QUESTION) as stream:
            for event in stream:
                if event.type == "response.output_text.delta":
                    text += event.delta
            final = stream.get_final_response()
        self.assertEqual(final.output_text, text)
        self.assertIn("Köln", text)

    def test_budget_is_an_error_that_is_not_retried(self):
        client = openai.OpenAI(base_url=ORIGIN + "/v1", api_key=SPENT_KEY, max_retries=3)
        with self.assertRaises(openai.APIStatusError) as refused:
            client.chat.completions.create(model=MODELS[0], messages=[{"role": "user", "content": QUESTION}])
        self.assertEqual(402, refused.exception.status_code)
        self.assertEqual("budget_exceeded", refused.exception.code)

    def test_embeddings_come_as_floats_whatever_was_on_the_wire(self):
        answer = self.client.embeddings.create(model="text-embedding-3-small", input=["a", "b"])
        raw = self.client.embeddings.create(model="text-embedding-3-small", input=["a", "b"], encoding_format="base64")
        packed = base64.b64decode(raw.data[1].embedding)
        self.assertEqual(2, len(answer.data))
        for left, right in zip(answer.data[1].embedding, struct.unpack("<%df" % (len(packed) // 4), packed)):
            self.assertAlmostEqual(left, right, places=6)

    def test_unknown_models_are_named(self):
        with self.assertRaises(openai.NotFoundError) as refused:
            self.client.chat.completions.create(model="gpt-4o-mini-typo", messages=[{"role": "user", "content": "x"}])
        self.assertIn("gpt-4o-mini", str(refused.exception))


class AnthropicClient(unittest.TestCase):
    def setUp(self):
        self.client = anthropic.Anthropic(base_url=ORIGIN, api_key=KEY, max_retries=0)
        self.tools = [{"name": "get_weather", "input_schema": PARAMETERS}]

    def tearDown(self):
        self.client.close()

    @for_each_model
    def test_answers(self, model):
        answer = self.client.messages.create(
            model=model, max_tokens=300, messages=[{"role": "user", "content": QUESTION}]
        )
        self.assertIn("made up", answer.content[0].text)
        self.assertEqual("end_turn", answer.stop_reason)
        self.assertEqual(model, answer.model)
        self.assertGreater(answer.usage.output_tokens, 0)

    @for_each_model
    def test_streams(self, model):
        with self.client.messages.stream(
            model=model, max_tokens=300, messages=[{"role": "user", "content": QUESTION}]
        ) as stream:
            text = "".join(stream.text_stream)
            final = stream.get_final_message()
        self.assertIn("Köln", text)
        self.assertEqual(text, final.content[0].text)
        self.assertGreater(final.usage.output_tokens, 0)

    @for_each_model
    def test_calls_tools_and_takes_their_results(self, model):
        messages = [{"role": "user", "content": QUESTION}]
        with self.client.messages.stream(model=model, max_tokens=300, messages=messages, tools=self.tools) as stream:
            asked = stream.get_final_message()
        self.assertEqual("tool_use", asked.stop_reason)
        call = next(block for block in asked.content if block.type == "tool_use")
        self.assertIn("city", call.input)
        messages.append({"role": "assistant", "content": asked.content})
        messages.append(
            {"role": "user", "content": [{"type": "tool_result", "tool_use_id": call.id, "content": "Rain."}]}
        )
        told = self.client.messages.create(model=model, max_tokens=300, messages=messages, tools=self.tools)
        self.assertIn("made up", told.content[0].text)

    def test_tokens_are_counted(self):
        counted = self.client.messages.count_tokens(model=MODELS[0], messages=[{"role": "user", "content": QUESTION}])
        self.assertGreater(counted.input_tokens, 0)

    def test_budget_is_an_error_in_its_own_shape(self):
        client = anthropic.Anthropic(base_url=ORIGIN, api_key=SPENT_KEY, max_retries=3)
        with self.assertRaises(anthropic.APIStatusError) as refused:
            client.messages.create(model=MODELS[0], max_tokens=9, messages=[{"role": "user", "content": QUESTION}])
        self.assertEqual(402, refused.exception.status_code)
        self.assertEqual("error", refused.exception.body["type"])


if __name__ == "__main__":
    unittest.main()
