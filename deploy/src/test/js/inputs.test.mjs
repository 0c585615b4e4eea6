// The `openai` package asks for base64 unless told otherwise, and decodes what comes without looking.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import OpenAI from 'openai';

const { SIGNALBOX_BASE_URL: baseURL, SIGNALBOX_API_KEY: apiKey } = process.env;
const openai = new OpenAI({ baseURL, apiKey, maxRetries: 0 });
const model = 'text-embedding-3-small';
const input = 'the quick brown fox';

test('embeds, whichever form the provider sends', async () => {
  for (let i = 0; i < 2; i++) {
    const answer = await openai.embeddings.create({ model, input });
    assert.deepEqual(Array.from(answer.data[0].embedding), [0.5, -2, 0.125]);
    assert.equal(answer.usage.prompt_tokens, 1000);
    assert.ok(answer.usage.cost > 0);
  }
});

test('embeds as numbers', async () => {
  const answer = await openai.embeddings.create({ model, input, encoding_format: 'float' });
  assert.deepEqual(answer.data[0].embedding, [0.5, -2, 0.125]);
});

test('moderates', async () => {
  const answer = await openai.moderations.create({ input: 'I hate it' });
  assert.equal(answer.results[0].flagged, true);
});
