// The `openai` package as an application uses it: given nothing but a base URL and a key.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import OpenAI from 'openai';

const { SIGNALBOX_BASE_URL: baseURL, SIGNALBOX_API_KEY: apiKey, SIGNALBOX_SPENT_KEY: spentKey } = process.env;
const openai = new OpenAI({ baseURL, apiKey });

const messages = [{ role: 'user', content: 'How many lines does the London Underground have?' }];
const tools = [
  {
    type: 'function',
    function: {
      name: 'get_weather',
      parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
    },
  },
];

const served = async (model, extra = {}, options = {}) =>
  (await openai.chat.completions.create({ model, messages, ...extra }, options)).model;

test('answers a question, with its cost', async () => {
  const { data: answer, response } = await openai.chat.completions
    .create({ model: 'sandbox/small', messages })
    .withResponse();
  assert.equal(answer.model, 'sandbox/small');
  assert.ok(answer.choices[0].message.content.length > 0);
  assert.equal(answer.choices[0].finish_reason, 'stop');
  assert.equal(answer.usage.total_tokens, answer.usage.prompt_tokens + answer.usage.completion_tokens);
  assert.ok(answer.usage.cost > 0);
  assert.equal(Number(response.headers.get('x-signalbox-cost-usd')), answer.usage.cost);
  assert.equal(answer._request_id, response.headers.get('x-request-id'));
});

test('streams the same answer, with usage and cost on the last chunk', async () => {
  const plain = await openai.chat.completions.create({ model: 'sandbox/small', messages });
  const stream = await openai.chat.completions.create({
    model: 'sandbox/small',
    messages,
    stream: true,
    stream_options: { include_usage: true },
  });
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  const last = chunks.pop();
  assert.equal(
    chunks.map((chunk) => chunk.choices[0].delta.content ?? '').join(''),
    plain.choices[0].message.content,
  );
  assert.ok(chunks.length > 3);
  assert.ok(chunks.every((chunk) => !chunk.usage));
  assert.deepEqual(last.choices, []);
  assert.equal(last.usage.cost, plain.usage.cost);
  assert.equal(last.usage.completion_tokens, plain.usage.completion_tokens);
});

test('calls a tool', async () => {
  const answer = await openai.chat.completions.create({ model: 'sandbox/large', messages, tools });
  assert.equal(answer.choices[0].finish_reason, 'tool_calls');
  const [call] = answer.choices[0].message.tool_calls;
  assert.equal(call.function.name, 'get_weather');
  assert.equal(typeof JSON.parse(call.function.arguments).city, 'string');
});

test('streams a tool call in pieces', async () => {
  const runner = openai.chat.completions.stream({ model: 'sandbox/large', messages, tools });
  let pieces = 0;
  runner.on('chunk', (chunk) => {
    if (chunk.choices[0]?.delta.tool_calls?.[0]?.function?.arguments) pieces++;
  });
  const answer = await runner.finalChatCompletion();
  assert.ok(pieces > 1, `${pieces} pieces`);
  assert.equal(typeof JSON.parse(answer.choices[0].message.tool_calls[0].function.arguments).city, 'string');
});

test('throws what its users catch', async () => {
  const stranger = new OpenAI({ baseURL, apiKey: 'sb_live_nobody' });
  await assert.rejects(
    stranger.chat.completions.create({ model: 'sandbox/small', messages }),
    (error) => error instanceof OpenAI.AuthenticationError && error.code === 'invalid_api_key',
  );
  await assert.rejects(
    served('sandbox/smal'),
    (error) => error instanceof OpenAI.NotFoundError && error.code === 'model_not_found' && error.param === 'model',
  );
  await assert.rejects(
    served('sandbox/small', { messages: 'hello' }),
    (error) => error instanceof OpenAI.BadRequestError && error.param === 'messages',
  );
});

test('does not retry a request that no budget pays for', async () => {
  let calls = 0;
  const counting = (url, init) => {
    calls++;
    return fetch(url, init);
  };
  const spent = new OpenAI({ baseURL, apiKey: spentKey, fetch: counting, maxRetries: 2 });
  await assert.rejects(
    spent.chat.completions.create({ model: 'sandbox/small', messages }),
    (error) => error.status === 402 && error.code === 'budget_exceeded' && error.type === 'insufficient_quota',
  );
  assert.equal(calls, 1);
});

test('retries what a provider failed at, and throws when it fails again', async () => {
  let calls = 0;
  const counting = (url, init) => {
    calls++;
    return fetch(url, init);
  };
  const patient = new OpenAI({ baseURL, apiKey, fetch: counting, maxRetries: 1 });
  await assert.rejects(
    patient.chat.completions.create({ model: 'sandbox/error-500', messages }),
    (error) => error instanceof OpenAI.InternalServerError && error.code === 'provider_error',
  );
  assert.equal(calls, 2);
});

test('throws when a stream is cut, after what had arrived', async () => {
  const stream = await openai.chat.completions.create({ model: 'sandbox/error-cut-stream', messages, stream: true });
  let text = '';
  await assert.rejects(
    async () => {
      for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? '';
    },
    (error) => error instanceof OpenAI.APIError && error.code === 'stream_cut',
  );
  assert.ok(text.length > 0);
});

test('gets the cheap model for light tasks and the primary for others', async () => {
  assert.equal(await served('smart-select:light'), 'sandbox/small');
  assert.equal(await served('smart-select', {}, { headers: { 'x-signalbox-task': 'light' } }), 'sandbox/small');
  assert.equal(await served('smart-select', { metadata: { task: 'extraction' } }), 'sandbox/small');
  assert.equal(await served('smart-select', { signalbox: { task: 'light' } }), 'sandbox/small');
  assert.equal(await served('smart-select'), 'sandbox/large');
  assert.equal(await served('smart-select:complex'), 'sandbox/large');
});

test('falls back to the next of its models', async () => {
  assert.equal(await served(undefined, { models: ['sandbox/error-500', 'sandbox/small'] }), 'sandbox/small');
});

test('lists the models', async () => {
  const names = [];
  for await (const model of openai.models.list()) names.push(model.id);
  for (const name of ['smart-select', 'sandbox/small', 'sandbox/large']) assert.ok(names.includes(name), name);
});
