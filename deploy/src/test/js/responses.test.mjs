// The `openai` package's Responses API as an application uses it: given nothing but a base URL and a key.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import OpenAI, { APIError } from 'openai';

const { SIGNALBOX_BASE_URL: baseURL, SIGNALBOX_API_KEY: apiKey } = process.env;
const openai = new OpenAI({ baseURL, apiKey });

const input = 'How many lines does the London Underground have?';
const tools = [
  {
    type: 'function',
    name: 'get_weather',
    strict: false,
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
];

test('answers a question, with its cost', async () => {
  const answer = await openai.responses.create({ model: 'sandbox/small', input, instructions: 'Be brief.' });
  assert.equal(answer.model, 'sandbox/small');
  assert.equal(answer.status, 'completed');
  assert.ok(answer.output_text.length > 0);
  assert.equal(answer.instructions, 'Be brief.');
  assert.equal(answer.usage.total_tokens, answer.usage.input_tokens + answer.usage.output_tokens);
  assert.ok(answer.usage.cost > 0);
});

test('streams the same answer', async () => {
  const plain = await openai.responses.create({ model: 'sandbox/small', input });
  const stream = openai.responses.stream({ model: 'sandbox/small', input });
  const numbers = [];
  let text = '';
  for await (const event of stream) {
    numbers.push(event.sequence_number);
    if (event.type === 'response.output_text.delta') text += event.delta;
  }
  const last = await stream.finalResponse();
  assert.deepEqual(numbers, numbers.map((_, index) => index));
  assert.ok(numbers.length > 8);
  assert.equal(text, plain.output_text);
  assert.equal(last.output_text, plain.output_text);
  assert.equal(last.usage.cost, plain.usage.cost);
});

test('streams a tool call in pieces and takes its result', async () => {
  const question = { role: 'user', content: 'What is the weather in Zürich?' };
  const stream = openai.responses.stream({ model: 'sandbox/large', input: [question], tools });
  let pieces = 0;
  for await (const event of stream) {
    if (event.type === 'response.function_call_arguments.delta') pieces++;
  }
  const { output } = await stream.finalResponse();
  const call = output.find((item) => item.type === 'function_call');
  assert.ok(pieces > 1);
  assert.equal(typeof JSON.parse(call.arguments).city, 'string');
  const answer = await openai.responses.create({
    model: 'sandbox/large',
    input: [question, ...output, { type: 'function_call_output', call_id: call.call_id, output: '{"sky":"clear"}' }],
  });
  assert.ok(answer.output_text.length > 0);
});

test('throws when a stream breaks off', async () => {
  const stream = await openai.responses.create({ model: 'sandbox/error-cut-stream', input, stream: true });
  const types = [];
  await assert.rejects(
    async () => {
      for await (const event of stream) types.push(event.type);
    },
    (error) => error instanceof APIError && error.code === 'stream_cut',
  );
  assert.equal(types.at(-1), 'response.failed');
  assert.ok(!types.includes('response.completed'));
});

test('refuses by name what would be stored at a provider', async () => {
  await assert.rejects(
    openai.responses.create({ model: 'sandbox/small', input, background: true }),
    (error) => error instanceof OpenAI.BadRequestError && error.param === 'background',
  );
});

test('says what to do where nothing is stored', async () => {
  const answer = await openai.responses.create({ model: 'sandbox/small', input });
  assert.equal(answer.store, false);
  await assert.rejects(
    openai.responses.create({ model: 'sandbox/small', input, previous_response_id: answer.id }),
    (error) =>
      error instanceof OpenAI.BadRequestError &&
      error.param === 'previous_response_id' &&
      error.message.includes('content_retention_days'),
  );
  await assert.rejects(openai.responses.retrieve(answer.id), OpenAI.NotFoundError);
});
