package logline

import "testing"

func TestJSONAccessLogs(t *testing.T) {
	tests := []struct {
		name, line string
		want       said
	}{
		{"Caddy",
			`{"level":"info","ts":1716723772.6014807,"msg":"handled request",` +
				`"request":{"remote_ip":"10.5.1.1","remote_port":"38574","client_ip":"10.10.10.117","proto":"HTTP/2.0",` +
				`"method":"GET","host":"m:400","uri":"/g/x?y",` +
				`"headers":{"Accept":["*/*"],"User-Agent":["curl \"8\"","x"],"Referer":["https://a/"]}},` +
				`"user_id":"kim","size":3768,"status":200,"resp_headers":{"User-Agent":["no"]}}`,
			said{
				at: "2024-05-26T11:42:52.601Z", key: "kim", user: "kim", client: "10.10.10.117",
				agent: `curl "8"`, referrer: "https://a/", action: "GET", target: "/g/x?y", status: 200, bytes: 3768,
			}},
		{"Caddy of before 2.5",
			`{"ts":1716723772,"request":{"remote_addr":"[::1]:5000",` +
				`"method":"GET","uri":"/","headers":{"User-Agent":[]}},"user_id":""}`,
			said{
				at: "2024-05-26T11:42:52Z", key: "::1", client: "::1", action: "GET", target: "/", bytes: -1,
			}},
		{"Traefik",
			`{"ClientAddr":"10.0.0.1:50000","ClientHost":"10.0.0.1","ClientUsername":"-",` +
				`"DownstreamContentSize":512,"DownstreamStatus":404,"RequestMethod":"GET","RequestPath":"/jobs/7",` +
				`"StartLocal":"2024-06-03T12:00:00.25+02:00","StartUTC":"2024-06-03T10:00:00.25Z",` +
				`"request_User-Agent":"M","request_Referer":"https://a/","time":"2024-06-03T12:00:01+02:00"}`,
			said{
				at: "2024-06-03T10:00:00.25Z", key: "10.0.0.1", client: "10.0.0.1", agent: "M", referrer: "https://a/",
				action: "GET", target: "/jobs/7", status: 404, bytes: 512,
			}},
		{"Cloudflare",
			`{"ClientIP":"89.163.242.206","ClientRequestHost":"h","ClientRequestMethod":"GET",` +
				`"ClientRequestURI":"/?a","ClientRequestPath":"/","ClientRequestUserAgent":"M",` +
				`"ClientRequestReferer":"","EdgeEndTimestamp":1712790000123000000,"EdgeResponseBytes":12480,` +
				`"EdgeResponseStatus":200,"EdgeStartTimestamp":1712790000100000000,"FirewallMatchesActions":[]}`,
			said{
				at: "2024-04-10T23:00:00.1Z", key: "89.163.242.206", client: "89.163.242.206", agent: "M",
				action: "GET", target: "/?a", status: 200, bytes: 12480,
			}},
		{"nginx",
			`{"msec":"1718000000.250","remote_addr":"10.0.0.1","remote_user":"kim","request_method":"GET",` +
				`"uri":"/x","args":"a=b","status":"200","body_bytes_sent":"5"}`,
			said{
				at: "2024-06-10T06:13:20.25Z", key: "kim", user: "kim", client: "10.0.0.1", action: "GET", target: "/x?a=b",
				status: 200, bytes: 5,
			}},
		{"date and time apart", `{"date":"2024-06-03","time":"10:00:00.5","user":"kim"}`,
			said{at: "2024-06-03T10:00:00.5Z", key: "kim", user: "kim", bytes: -1, click: true, assumed: true}},
		{"a date that is a time", `{"date":"2024-06-03T10:00:00Z","user":"kim"}`,
			said{at: "2024-06-03T10:00:00Z", key: "kim", user: "kim", bytes: -1, click: true}},
		{"objects in arrays are other ones",
			`{"ts":1717408800,"user":{"name":"kim"},"list":[{"item":"no","request":{"uri":"/no"}}],` +
				`"request":[{"uri":"/no"}]}`,
			said{
				at: "2024-06-03T10:00:00Z", key: "kim", user: "kim", bytes: -1, click: true,
			}},
	}
	p := jsonParser(nil)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			expectEvent(t, p, test.want, test.line)
			expectNoAllocation(t, p, test.line)
			checkJSON(t, p, test.line)
		})
	}
	expectReason(t, p, BadTimestamp, `{"date":"2024-06-03","time":"25:00:00","user":"kim"}`)
	expectReason(t, p, BadTimestamp, `{"time":"10:00:00","user":"kim"}`)
}

func TestRealJSONAccessLogs(t *testing.T) {
	for path, want := range map[string][2]int{
		"formats/lnav/logfile_caddy_log.1":     {4, 0},
		"formats/lnav/logfile_cloudflare.1":    {15, 0},
		"formats/lnav/logfile_cloudflare.json": {1, 0},
		"formats/lnav/logfile_json.json":       {1, 13},
	} {
		t.Run(path, func(t *testing.T) {
			p := jsonParser(nil)
			var got [2]int
			for _, line := range sharedLines(t, path) {
				var e Event
				if reason := p.Parse(line, &e); reason == OK {
					got[0]++
				} else {
					got[1]++
				}
				checkJSON(t, p, string(line))
			}
			if got != want {
				t.Errorf("%d events and rejects, want %d", got, want)
			}
		})
	}
}
