// Vercel's AI SDK over @ai-sdk/openai-compatible, at a model of each provider.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { generateText, Output, stepCountIs, streamText, tool } from 'ai';
import { z } from 'zod';

const { SIGNALBOX_BASE_URL: baseURL, SIGNALBOX_API_KEY: apiKey, SIGNALBOX_SPENT_KEY: spentKey } = process.env;
const models = process.env.SIGNALBOX_MODELS.split(',');
const at = (key, model) =>
  createOpenAICompatible({
    name: 'signalbox',
    baseURL,
    apiKey: key,
    includeUsage: true,
    supportsStructuredOutputs: true,
  })(model);

const prompt = 'How is the weather in Köln?';
const tools = {
  get_weather: tool({
    description: 'The weather of a city.',
    inputSchema: z.object({ city: z.string() }),
    execute: async () => ({ sky: 'rain' }),
  }),
};

for (const model of models) {
  test(`${model}: answers, with usage`, async () => {
    const answer = await generateText({ model: at(apiKey, model), prompt, maxRetries: 0 });
    assert.match(answer.text, /made up/);
    assert.equal(answer.finishReason, 'stop');
    assert.ok(answer.usage.outputTokens > 0);
    assert.equal(answer.response.modelId, model);
  });

  test(`${model}: streams, with usage`, async () => {
    const stream = streamText({ model: at(apiKey, model), prompt, maxRetries: 0 });
    let text = '';
    for await (const piece of stream.textStream) text += piece;
    assert.match(text, /Köln/);
    assert.equal(await stream.finishReason, 'stop');
    assert.ok((await stream.usage).outputTokens > 0);
  });

  test(`${model}: runs a tool and goes on with its result`, async () => {
    const answer = await generateText({
      model: at(apiKey, model),
      prompt,
      tools,
      stopWhen: stepCountIs(3),
      maxRetries: 0,
    });
    assert.equal(answer.steps[0].toolCalls[0].toolName, 'get_weather');
    assert.equal(typeof answer.steps[0].toolCalls[0].input.city, 'string');
    assert.match(answer.text, /made up/);
  });

  test(`${model}: runs a streamed tool call and goes on with its result`, async () => {
    const stream = streamText({ model: at(apiKey, model), prompt, tools, stopWhen: stepCountIs(3), maxRetries: 0 });
    let text = '';
    for await (const piece of stream.textStream) text += piece;
    assert.match(text, /made up/);
    assert.equal((await stream.steps)[0].toolCalls[0].toolName, 'get_weather');
  });

  test(`${model}: follows a schema`, async () => {
    const answer = await generateText({
      model: at(apiKey, model),
      prompt,
      output: Output.object({ schema: z.object({ sky: z.string(), degrees: z.number() }) }),
      maxRetries: 0,
    });
    assert.equal(typeof answer.output.sky, 'string');
    assert.equal(typeof answer.output.degrees, 'number');
  });
}

test('a spent budget is an error that is not worth a retry', async () => {
  await assert.rejects(generateText({ model: at(spentKey, models[0]), prompt, maxRetries: 2 }), (failure) => {
    assert.equal(failure.statusCode, 402);
    assert.equal(failure.isRetryable, false);
    return true;
  });
});
