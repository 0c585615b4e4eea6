// The legacy endpoint of the `openai` package.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import OpenAI from 'openai';

const { SIGNALBOX_BASE_URL: baseURL, SIGNALBOX_API_KEY: apiKey } = process.env;
const openai = new OpenAI({ baseURL, apiKey, maxRetries: 0 });
const asked = { model: 'sandbox/small', prompt: ['How many lines does the London Underground have?'], max_tokens: 200 };

test('completes a prompt, whole and streamed alike', async () => {
  const whole = await openai.completions.create(asked);
  assert.equal(whole.object, 'text_completion');
  assert.equal(whole.choices[0].finish_reason, 'stop');
  assert.ok(whole.usage.cost > 0);

  let text = '';
  let usage;
  const stream = await openai.completions.create({ ...asked, stream: true, stream_options: { include_usage: true } });
  for await (const chunk of stream) {
    text += chunk.choices[0]?.text ?? '';
    usage = chunk.usage ?? usage;
  }
  assert.equal(text, whole.choices[0].text);
  assert.equal(usage.completion_tokens, whole.usage.completion_tokens);
});

test('refuses what a chat model cannot do', async () => {
  await assert.rejects(openai.completions.create({ ...asked, echo: true }), (error) => error.status === 400 && error.param === 'echo');
});
