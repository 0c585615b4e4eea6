// The `openai` and `@anthropic-ai/sdk` packages, each at a model of each provider.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';

const { SIGNALBOX_BASE_URL: baseURL, SIGNALBOX_API_KEY: apiKey } = process.env;
const models = process.env.SIGNALBOX_MODELS.split(',');
const openai = new OpenAI({ baseURL, apiKey, maxRetries: 0 });
const anthropic = new Anthropic({ baseURL: baseURL.replace(/\/v1$/, ''), apiKey, maxRetries: 0 });

const question = 'How is the weather in Köln?';
const messages = [{ role: 'user', content: question }];
const parameters = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };

for (const model of models) {
  test(`openai at ${model}: a streamed tool call, then its result`, async () => {
    const tools = [{ type: 'function', function: { name: 'get_weather', parameters } }];
    const stream = openai.chat.completions.stream({ model, messages, tools });
    const { choices } = await stream.finalChatCompletion();
    const [call] = choices[0].message.tool_calls;
    assert.equal(choices[0].finish_reason, 'tool_calls');
    assert.ok('city' in JSON.parse(call.function.arguments));
    const told = await openai.chat.completions.create({
      model,
      tools,
      messages: [...messages, choices[0].message, { role: 'tool', tool_call_id: call.id, content: 'Rain.' }],
    });
    assert.match(told.choices[0].message.content, /made up/);
    assert.ok(told.usage.cost > 0);
  });

  test(`openai at ${model}: a response, plain and streamed`, async () => {
    const plain = await openai.responses.create({ model, input: question });
    const stream = openai.responses.stream({ model, input: question });
    let text = '';
    stream.on('response.output_text.delta', (event) => {
      text += event.delta;
    });
    const final = await stream.finalResponse();
    assert.equal(final.status, 'completed');
    assert.equal(text, plain.output_text);
    assert.equal(final.output_text, plain.output_text);
    assert.equal(plain.model, model);
  });

  test(`anthropic at ${model}: a message, plain and streamed`, async () => {
    const plain = await anthropic.messages.create({ model, max_tokens: 500, messages });
    const final = await anthropic.messages.stream({ model, max_tokens: 500, messages }).finalMessage();
    assert.equal(plain.stop_reason, 'end_turn');
    assert.equal(plain.model, model);
    assert.match(plain.content[0].text, /Köln/);
    assert.deepEqual(final.content, plain.content);
    assert.equal(final.usage.output_tokens, plain.usage.output_tokens);
  });

  test(`anthropic at ${model}: thinks, calls a tool in a stream, takes its result`, async () => {
    const tools = [{ name: 'get_weather', input_schema: parameters }];
    const thinking = { type: 'enabled', budget_tokens: 1024 };
    const asked = await anthropic.messages
      .stream({ model, max_tokens: 2048, messages, tools, thinking })
      .finalMessage();
    const call = asked.content.find((block) => block.type === 'tool_use');
    assert.equal(asked.stop_reason, 'tool_use');
    assert.ok('city' in call.input);
    const told = await anthropic.messages.create({
      model,
      max_tokens: 2048,
      tools,
      thinking,
      messages: [
        ...messages,
        { role: 'assistant', content: asked.content },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: call.id, content: 'Rain.' }] },
      ],
    });
    assert.match(told.content.find((block) => block.type === 'text').text, /made up/);
  });
}
