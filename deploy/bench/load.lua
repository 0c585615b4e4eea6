-- One kind of request, over and over. Arguments after `--`: the key, "plain" or a kind of stream, and the model.
-- Ends with a line: FIGURES requests micros p50-micros p99-micros bytes errors

local PROMPT = [[You answer customers of a parcel service, in two sentences at most, politely and without inventing facts. ]]
  .. [[My parcel was announced for last Monday and the tracking page has not changed since it left your warehouse. ]]
  .. [[Where is it now, and when may I expect it?]]

function init(args)
  local streamed = args[2] ~= "plain"
  wrk.method = "POST"
  wrk.headers["Authorization"] = "Bearer " .. args[1]
  wrk.headers["Content-Type"] = "application/json"
  wrk.headers["Accept"] = streamed and "text/event-stream" or "application/json"
  wrk.body = '{"model":"' .. args[3] .. '","messages":[{"role":"user","content":"' .. PROMPT .. '"}],'
    .. '"temperature":0.2,"max_completion_tokens":200' .. (streamed and ',"stream":true' or "") .. "}"
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format("FIGURES %d %d %d %d %d %d\n",
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), summary.bytes,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
