// The `@anthropic-ai/sdk` package as an application uses it: given nothing but a base URL and a key.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import Anthropic from '@anthropic-ai/sdk';

const { SIGNALBOX_ORIGIN: baseURL, SIGNALBOX_API_KEY: apiKey, SIGNALBOX_SPENT_KEY: spentKey } = process.env;
const anthropic = new Anthropic({ baseURL, apiKey });

const messages = [{ role: 'user', content: 'How many lines does the London Underground have?' }];
const question = { model: 'sandbox/small', max_tokens: 200, messages };
const tools = [
  {
    name: 'get_weather',
    input_schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
];

const text = (message) => message.content.map((block) => block.text ?? '').join('');
const served = async (model, extra = {}, options = {}) =>
  (await anthropic.messages.create({ ...question, model, ...extra }, options)).model;

test('answers a question, with its cost', async () => {
  const { data: answer, response, request_id } = await anthropic.messages.create(question).withResponse();
  assert.equal(answer.type, 'message');
  assert.equal(answer.model, 'sandbox/small');
  assert.ok(text(answer).length > 0);
  assert.equal(answer.stop_reason, 'end_turn');
  assert.ok(answer.usage.input_tokens > 0);
  assert.ok(answer.usage.cost > 0);
  assert.equal(Number(response.headers.get('x-signalbox-cost-usd')), answer.usage.cost);
  assert.equal(request_id, response.headers.get('x-request-id'));
  assert.equal(answer._request_id, request_id);
});

test('takes a base URL that ends in /v1 too', async () => {
  const other = new Anthropic({ baseURL: `${baseURL}/v1`, apiKey });
  assert.equal((await other.messages.create(question)).model, 'sandbox/small');
});

test('streams the same answer, with usage and cost at its end', async () => {
  const plain = await anthropic.messages.create(question);
  const stream = anthropic.messages.stream(question);
  const types = [];
  let ended;
  stream.on('streamEvent', (event) => {
    types.push(event.type);
    if (event.type === 'message_delta') ended = event;
  });
  const answer = await stream.finalMessage();
  assert.equal(text(answer), text(plain));
  assert.equal(answer.stop_reason, 'end_turn');
  assert.deepEqual(types.slice(0, 3), ['message_start', 'content_block_start', 'content_block_delta']);
  assert.deepEqual(types.slice(-3), ['content_block_stop', 'message_delta', 'message_stop']);
  assert.equal(ended.usage.cost, plain.usage.cost);
  assert.equal(answer.usage.output_tokens, plain.usage.output_tokens);
  assert.equal(answer.usage.input_tokens, plain.usage.input_tokens);
});

test('calls a tool and reads its result', async () => {
  const asked = { ...question, model: 'sandbox/large', tools };
  const answer = await anthropic.messages.create(asked);
  assert.equal(answer.stop_reason, 'tool_use');
  const call = answer.content.find((block) => block.type === 'tool_use');
  assert.equal(call.name, 'get_weather');
  assert.equal(typeof call.input.city, 'string');
  const result = { type: 'tool_result', tool_use_id: call.id, content: '21 °C' };
  const next = await anthropic.messages.create({
    ...question,
    model: 'sandbox/large',
    messages: [...messages, { role: 'assistant', content: answer.content }, { role: 'user', content: [result] }],
  });
  assert.ok(text(next).length > 0);
});

test('streams a tool call in pieces', async () => {
  const stream = anthropic.messages.stream({ ...question, model: 'sandbox/large', tools });
  let pieces = 0;
  stream.on('inputJson', () => pieces++);
  const answer = await stream.finalMessage();
  assert.ok(pieces > 1, `${pieces} pieces`);
  assert.equal(typeof answer.content[0].input.city, 'string');
});

test('counts tokens', async () => {
  const { data, response } = await anthropic.messages.countTokens({ model: 'sandbox/small', messages }).withResponse();
  assert.ok(data.input_tokens > 5);
  assert.equal(response.headers.get('x-signalbox-count'), 'estimated');
});

test('throws what its users catch', async () => {
  const stranger = new Anthropic({ baseURL, apiKey: 'sb_live_nobody' });
  await assert.rejects(
    stranger.messages.create(question),
    (error) => error instanceof Anthropic.AuthenticationError && error.type === 'authentication_error',
  );
  await assert.rejects(
    served('sandbox/smal'),
    (error) =>
      error instanceof Anthropic.NotFoundError &&
      error.type === 'not_found_error' &&
      error.error.error.code === 'model_not_found' &&
      error.requestID.startsWith('req_'),
  );
  await assert.rejects(
    served('sandbox/small', { max_tokens: undefined }),
    (error) => error instanceof Anthropic.BadRequestError && error.error.error.param === 'max_tokens',
  );
  await assert.rejects(
    served('sandbox/small', { tools: [{ type: 'web_search_20260318', name: 'web_search' }] }),
    (error) => error instanceof Anthropic.BadRequestError && error.error.error.code === 'unsupported_parameter',
  );
});

test('does not retry a request that no budget pays for', async () => {
  let calls = 0;
  const counting = (url, init) => {
    calls++;
    return fetch(url, init);
  };
  const spent = new Anthropic({ baseURL, apiKey: spentKey, fetch: counting, maxRetries: 2 });
  await assert.rejects(
    spent.messages.create(question),
    (error) =>
      error.status === 402 && error.type === 'billing_error' && error.error.error.code === 'budget_exceeded',
  );
  assert.equal(calls, 1);
});

test('throws when a stream is cut, after what had arrived', async () => {
  const stream = await anthropic.messages.create({ ...question, model: 'sandbox/error-cut-stream', stream: true });
  let arrived = '';
  await assert.rejects(
    async () => {
      for await (const event of stream) arrived += event.delta?.text ?? '';
    },
    (error) => error instanceof Anthropic.APIError && error.error.error.code === 'stream_cut',
  );
  assert.ok(arrived.length > 0);
});

test('gets the cheap model for light tasks and the primary for others', async () => {
  assert.equal(await served('smart-select:light'), 'sandbox/small');
  assert.equal(await served('smart-select', {}, { headers: { 'x-signalbox-task': 'light' } }), 'sandbox/small');
  assert.equal(await served('smart-select', { metadata: { task: 'extraction' } }), 'sandbox/small');
  assert.equal(await served('smart-select'), 'sandbox/large');
});

test('falls back to the next of its models', async () => {
  assert.equal(await served(undefined, { models: ['sandbox/error-500', 'sandbox/small'] }), 'sandbox/small');
});
