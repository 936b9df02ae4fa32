package webhook

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

// readAs reads a body as a server would that was started without any option, and tells what its events say: user,
// event, item, menu, time, and where they are there, address, agent and referrer; or the reason why there is none.
func readAs(t testing.TB, header http.Header, body string) (told, ids []string) {
	t.Helper()
	o := Options{Scheme: NoAuth, Now: newClock().now}
	if err := o.complete(); err != nil {
		t.Fatal(err)
	}
	r, err := newReader(&o)
	if err != nil {
		t.Fatal(err)
	}
	d, ok := r.read(header, []byte(body))
	if !ok {
		t.Fatal("too many events")
	}
	for _, entry := range d.Entries {
		ids = append(ids, entry.ID)
		e := entry.Event
		if e == nil {
			told = append(told, entry.Reason)
			continue
		}
		words := []string{string(e.Key), string(e.Action), string(e.Target), string(e.Menu),
			time.UnixMilli(e.Time).UTC().Format("2006-01-02T15:04:05.999Z")}
		for _, more := range [][]byte{e.Client, e.Agent, e.Referrer} {
			if len(more) > 0 {
				words = append(words, string(more))
			}
		}
		told = append(told, strings.Join(words, " | "))
	}
	return told, ids
}

// TestKnownSenders reads what each of them sends, as it sends it.
func TestKnownSenders(t *testing.T) {
	const now = "2023-11-14T22:13:20Z"
	for _, test := range []struct {
		name   string
		header http.Header
		body   string
		want   []string
		ids    []string
	}{
		{"Segment: track", nil, `{"version":1,"type":"track","anonymousId":"507f191e-810c","userId":"97980cfea0067",
			"event":"Product Added","messageId":"ajs-f8ca1e4d",
			"properties":{"cart_id":"skdj","product_id":"507f1f77","sku":"G-32","category":"Games",
			"name":"Monopoly: 3rd Edition","price":18.99},
			"context":{"ip":"8.8.8.8","userAgent":"Mozilla/5.0 (iPad)",
			"page":{"path":"/academy/","url":"https://segment.com/academy/","referrer":"https://google.com/"},
			"library":{"name":"analytics.js"}},
			"originalTimestamp":"2015-02-23T22:28:54.000Z","receivedAt":"2015-02-23T22:28:56.070Z",
			"sentAt":"2015-02-23T22:28:55.111Z","timestamp":"2015-02-23T22:28:55.387Z","channel":"browser"}`,
			[]string{"97980cfea0067 | Product Added | 507f1f77 | Games | 2015-02-23T22:28:55.387Z | " +
				"8.8.8.8 | Mozilla/5.0 (iPad) | https://google.com/"},
			[]string{`segment ["ajs-f8ca1e4d"]`}},
		{"Segment: page of somebody who is not known, in a batch with others", nil, `{"batch":[
			{"type":"page","anonymousId":"23adfd82","name":"Home","properties":{"path":"/jobs/7","title":"Job"},
			"timestamp":"2020-01-01T00:00:00Z","messageId":"m1"},
			{"type":"identify","userId":"kim","traits":{"email":"k@example.org"},"timestamp":"2020-01-01T00:00:01Z",
			"messageId":"m2"},
			{"type":"track","userId":"kim","event":"Order Completed","properties":{"products":[{"product_id":"p1"},
			{"product_id":"p2"}]},"timestamp":"2020-01-01T00:00:02Z","messageId":"m3"},
			{"type":"screen","userId":"kim","name":"Welcome","messageId":"m4"}],"sentAt":"2020-01-01T00:00:05Z"}`,
			[]string{
				"23adfd82 | page | /jobs/7 | page | 2020-01-01T00:00:00Z", "kim | identify |  | identify | 2020-01-01T00:00:01Z",
				"kim | Order Completed | p1 | Order Completed | 2020-01-01T00:00:02Z", "kim | screen | Welcome | screen | " + now,
			}, []string{`segment ["m1"]`, `segment ["m2"]`, `segment ["m3"]`, `segment ["m4"]`}},
		{"PostHog: API", nil, `{"api_key":"phc_x","event":"$pageview","distinct_id":"user distinct id",
			"properties":{"$current_url":"https://example.com/jobs/7?a=1","$referrer":"$direct",
			"$ip":"10.0.0.1","$raw_user_agent":"Mozilla"},"timestamp":"2020-08-16T09:03:11.913767",
			"uuid":"0190d5cf-3b1a-7000-8000-000000000001"}`,
			[]string{"user distinct id | $pageview | /jobs/7?a=1 | $pageview | 2020-08-16T09:03:11.913Z | 10.0.0.1 | Mozilla"},
			[]string{`posthog ["0190d5cf-3b1a-7000-8000-000000000001"]`}},
		{"PostHog: batch, whose users are among the properties", nil,
			`{"api_key":"phc_x","historical_migration":false,"batch":[
			{"event":"batched_event_name_1","properties":{"distinct_id":"id1","product_id":7},
			"timestamp":"2020-08-16T09:03:11Z"},{"event":"two","properties":{"distinct_id":"id2"}}]}`,
			[]string{"id1 | batched_event_name_1 | 7 | batched_event_name_1 | 2020-08-16T09:03:11Z",
				"id2 | two |  | two | " + now}, []string{"", ""}},
		{"PostHog: webhook", nil, `{"event":{"uuid":"u-1","event":"purchase","distinct_id":"kim",
			"properties":{"item_id":"i9","$insert_id":"x"},"elements_chain":"","timestamp":"2022-01-02T03:04:05.000Z",
			"url":"https://us.posthog.com/e"},
			"person":{"id":"p","name":"Kim","url":"https://us.posthog.com/p","properties":{"email":"kim@example.org"}}}`,
			[]string{"kim | purchase | i9 | purchase | 2022-01-02T03:04:05Z"}, []string{`posthog ["u-1"]`}},
		{"GA4: Measurement Protocol", nil,
			`{"client_id":"123456.7654321","user_id":"kim","timestamp_micros":1600000000000000,"non_personalized_ads":false,
			"events":[
			{"name":"page_view","params":{"page_location":"https://shop.example/a?b=c","page_referrer":"https://google.com/",
			"session_id":"1","engagement_time_msec":"100"}},
			{"name":"purchase","timestamp_micros":"1600000001500000","params":{"transaction_id":"T_1","currency":"USD",
			"value":30.03,"items":[{"item_id":"SKU_1","quantity":1},{"item_id":"SKU_2"}]}}]}`,
			[]string{"kim | page_view | /a?b=c | page_view | 2020-09-13T12:26:40Z | https://google.com/",
				"kim | purchase | SKU_1 | purchase | 2020-09-13T12:26:41.5Z"}, []string{"", ""}},
		{"GA4: no time, no user", nil, `{"app_instance_id":"f00","events":[{"name":"tutorial_begin","params":{}},7]}`,
			[]string{"f00 | tutorial_begin |  | tutorial_begin | " + now, "bad JSON: the line is not an object"},
			[]string{"", ""}},
		{"GA4: export", nil, `{"event_date":"20210131","event_timestamp":"1612069510766593","event_name":"page_view",
			"event_params":[{"key":"gclid","value":{}},
			{"key":"page_location","value":{"string_value":"https://shop.googlemerchandisestore.com/store.html"}},
			{"key":"ga_session_id","value":{"int_value":"661084800"}}],"user_id":null,
			"user_pseudo_id":"1026454.4271112504","items":[],"device":{"category":"mobile"}}`,
			[]string{"1026454.4271112504 | page_view | /store.html | page_view | 2021-01-31T05:05:10.766Z"}, []string{""}},
		{"CloudEvents: structured", nil,
			`{"specversion":"1.0","type":"com.shop.viewed","source":"/shop","subject":"jobs/7","id":"A234-1234-1234",
			"time":"2018-04-05T17:31:00Z",
			"datacontenttype":"application/json","data":{"user_id":"kim","product_id":"p7","timestamp":"1999-01-01T00:00:00Z"}}`,
			[]string{"kim | com.shop.viewed | p7 | com.shop.viewed | 2018-04-05T17:31:00Z"},
			[]string{`cloudevents ["/shop","A234-1234-1234"]`}},
		{"CloudEvents: batch; about what, and by whom", nil,
			`[{"specversion":"1.0","type":"a","source":"/s","subject":"jobs/7","id":"1","time":"2018-04-05T17:31:00Z",
			"authid":"kim"},
			{"specversion":"1.0","type":"b","source":"/s","id":"2","data":{"user":"lee","ts":1600000000}},
			{"specversion":"1.0","type":"c","source":"/s","id":"3","data":"text"},
			{"specversion":"1.0","type":"d","source":"/s","id":"4","time":"2018-04-05T17:31:00Z",
			"data_base64":"` + base64.StdEncoding.EncodeToString([]byte(`{"user":"han"}`)) + `"}]`,
			[]string{"kim | a | jobs/7 | a | 2018-04-05T17:31:00Z", "lee | b |  | b | 2020-09-13T12:26:40Z",
				"missing time: no field is named like one", "han | d |  | d | 2018-04-05T17:31:00Z"},
			[]string{`cloudevents ["/s","1"]`, `cloudevents ["/s","2"]`, "", `cloudevents ["/s","4"]`}},
		{"CloudEvents: binary", http.Header{"Ce-Specversion": {"1.0"}, "Ce-Type": {"com.example.viewed"},
			"Ce-Source": {"/mycontext"}, "Ce-Id": {"1234"}, "Ce-Time": {"2018-04-05T03:56:24Z"}, "Ce-Subject": {"caf%C3%A9"}},
			` {"user":"kim"}`,
			[]string{"kim | com.example.viewed | café | com.example.viewed | 2018-04-05T03:56:24Z"},
			[]string{`cloudevents ["/mycontext","1234"]`}},
		{"Stripe: of a customer", nil,
			`{"id":"evt_1","object":"event","api_version":"2024-06-20","created":1686089970,
			"data":{"object":{"id":"in_9","object":"invoice","customer":"cus_7","status":"paid"}},"livemode":false,
			"pending_webhooks":1,"type":"invoice.paid"}`,
			[]string{"cus_7 | invoice.paid | in_9 | invoice | 2023-06-06T22:19:30Z"}, []string{`stripe ["evt_1"]`}},
		{"Stripe: a customer, and one that is there itself", nil,
			`[{"id":"evt_2","object":"event","created":1686089970,"data":{"object":{"id":"cus_8","object":"customer"}},
			"type":"customer.created"},
			{"id":"evt_3","object":"event","created":1686089970,"data":{"object":{"id":"ch_1","object":"charge",
			"customer":{"id":"cus_9","object":"customer"}}},"type":"charge.failed"}]`,
			[]string{"cus_8 | customer.created | cus_8 | customer | 2023-06-06T22:19:30Z",
				"cus_9 | charge.failed | ch_1 | charge | 2023-06-06T22:19:30Z"}, []string{`stripe ["evt_2"]`, `stripe ["evt_3"]`}},
		{"Shopify", http.Header{"X-Shopify-Topic": {"orders/create"}, "X-Shopify-Event-Id": {"98880550"},
			"X-Shopify-Webhook-Id": {"b54557e4"}, "X-Shopify-Triggered-At": {"2023-03-29T18:00:27.877041743Z"}},
			`{"id":820982911946154508,"email":"jon@example.com","created_at":"2021-12-31T19:00:00-05:00",
			"updated_at":"2021-12-31T19:00:00-05:00","number":234,"browser_ip":"216.191.105.146",
			"client_details":{"user_agent":"Mozilla"},"customer":{"id":115310627314723954,"email":"john@example.com"},
			"line_items":[{"id":866550311766439020,"product_id":632910392,"sku":"IPOD"}],
			"referring_site":"https://www.google.com"}`,
			[]string{"115310627314723954 | orders/create | 632910392 | orders | 2022-01-01T00:00:00Z | " +
				"216.191.105.146 | Mozilla | https://www.google.com"},
			[]string{`shopify ["orders/create","98880550","820982911946154508"]`}},
		{"Shopify: a customer", http.Header{"X-Shopify-Topic": {"customers/update"}, "X-Shopify-Webhook-Id": {"w"},
			"X-Shopify-Triggered-At": {"2023-03-29T18:00:27.877041743Z"}}, `{"id":706405506930370084,"email":"bob@biller.com"}`,
			[]string{"706405506930370084 | customers/update | 706405506930370084 | customers | 2023-03-29T18:00:27.877Z"},
			[]string{`shopify ["customers/update","w","706405506930370084"]`}},
		{"Slack", nil, `{"token":"XXYYZZ","team_id":"T123ABC456","api_app_id":"A123ABC456",
			"event":{"type":"reaction_added","user":"U123ABC456","item":{"type":"message","channel":"C123ABC456",
			"ts":"1464196127.000002"},"reaction":"slightly_smiling_face","event_ts":"1465244570.336841"},
			"type":"event_callback","event_id":"Ev123ABC456","event_time":1465244570}`,
			[]string{"U123ABC456 | reaction_added | C123ABC456 | reaction_added | 2016-06-06T20:22:50Z"},
			[]string{`slack ["Ev123ABC456"]`}},
		{"Amplitude: a batch of events that are named as anywhere", nil,
			`{"api_key":"k","events":[{"user_id":"datamonster@gmail.com","event_type":"watch_tutorial","time":1396381378123,
				"ip":"127.0.0.1"}]}`,
			[]string{"datamonster@gmail.com | watch_tutorial |  | watch_tutorial | 2014-04-01T19:42:58.123Z | 127.0.0.1"},
			[]string{""}},
	} {
		told, ids := readAs(t, test.header, test.body)
		if !slices.Equal(told, test.want) {
			t.Errorf("%s:\n%s\nwant\n%s", test.name, strings.Join(told, "\n"), strings.Join(test.want, "\n"))
		}
		if !slices.Equal(ids, test.ids) {
			t.Errorf("%s: named %q, want %q", test.name, ids, test.ids)
		}
	}
}

// TestNoKnownSender leaves alone what looks only nearly like what a known sender sends.
func TestNoKnownSender(t *testing.T) {
	const at = " | 2020-09-13T12:26:40Z"
	for _, test := range []struct{ body, want string }{
		{purchase, "12345 | purchase | 67890 | purchase | 2021-01-01T12:34:56Z"},
		{`{"type":"page","user":"kim","item":"7","ts":1600000000}`, "kim | page | 7 | page" + at},
		{`{"event":"x","user":"kim","distinct_id":"9","ts":1600000000}`, "9 | x |  | x" + at},
		{`{"event":"x","user":"kim","token":"t","ts":1600000000}`, "kim | x |  | x" + at},
		{`{"event":"x","user":"kim","batch":[{"user":"lee"}],"ts":1600000000}`, "kim | x |  | x" + at},
		{`{"specversion":"1.0","event":"x","user":"kim","ts":1600000000}`, "kim | x |  | x" + at},
		{`{"user_id":"kim","events":[{"event":"x","item":"7","ts":1600000000}]}`, "kim | x | 7 | x" + at},
		{`{"events":[{"events":[{"event":"x","user":"kim","ts":1600000000}]}]}`, "missing time: no field is named like one"},
		{`{"event":{"name":"x"},"user":"kim","ts":1600000000}`, "kim |  |  | " + at},
		{`{"client_id":"7","events":"none","event":"x","user":"kim","ts":1600000000}`, "kim | x |  | x" + at},
		{`{"type":"track","userId":7.0,"event":"x","properties":"none","context":[1],
			"timestamp":1600000000}`, "7 | x |  | x" + at},
	} {
		if told, _ := readAs(t, nil, test.body); len(told) != 1 || told[0] != test.want {
			t.Errorf("%s: %q, want %s", test.body, told, test.want)
		}
	}
}

// TestRepeatedEvents sends events again with other bodies, as senders do who try again: each is stored once.
func TestRepeatedEvents(t *testing.T) {
	const uuid = "0190D5CF-3b1a-7000-8000-000000000001"
	for name, bodies := range map[string][3]string{ // the first again, and another event
		"an id": {`{"event_id":"e1","attempt":1,"event":"x","user":"kim","ts":1600000000}`,
			`{"event_id":"e1","attempt":2,"event":"x","user":"kim","ts":1600000000}`,
			`{"event_id":"e2","attempt":1,"event":"x","user":"kim","ts":1600000000}`},
		"an id that is not": {`{"event_id":4624,"event":"logon","user":"kim","ts":1600000000}`,
			`{"event_id":4624,"n":2,"event":"logon","user":"kim","ts":1600000000}`,
			`{"event_id":4624,"event":"logon","user":"kim","ts":1600000060}`},
		"a UUID": {`{"messageId":"` + uuid + `","event":"x","user":"kim","ts":1600000000}`,
			`{"messageId":"` + strings.ToLower(uuid) + `","event":"x","user":"kim","ts":1600000001}`,
			`{"messageId":"11111111-3b1a-7000-8000-000000000001","event":"x","user":"kim","ts":1600000000}`},
		"Segment": {`{"type":"track","userId":"kim","event":"x","messageId":"m1","sentAt":"2020-01-01T00:00:00Z"}`,
			`{"type":"track","userId":"kim","event":"x","messageId":"m1","sentAt":"2020-01-01T00:01:00Z"}`,
			`{"type":"track","userId":"kim","event":"x","messageId":"m2","sentAt":"2020-01-01T00:00:00Z"}`},
		"Stripe":      {stripeEvent("evt_1", 1), stripeEvent("evt_1", 0), stripeEvent("evt_2", 1)},
		"CloudEvents": {cloudEventOf("/a", "1", "x"), cloudEventOf("/a", "1", "y"), cloudEventOf("/b", "1", "x")},
	} {
		c := newCase(t)
		r := newReceiver(t, c, nil)
		got := []string{post(r, "/webhook", bodies[0]), post(r, "/webhook", bodies[1]),
			post(r, "/webhook", "["+bodies[0]+","+bodies[2]+"]")}
		want := []string{`200 {"rejected":0,"stored":1}`, `200 {"duplicate":true}`,
			`200 {"duplicates":1,"rejected":0,"stored":1}`}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q", name, got)
		}
		if info, err := c.Info(t.Context()); err != nil || info.Events != 2 || info.Rejects != 0 || info.Lines != 2 {
			t.Errorf("%s: %+v, %v", name, info, err)
		}
	}
}

func stripeEvent(id string, pending int) string {
	return fmt.Sprintf(`{"id":%q,"object":"event","created":1686089970,
		"data":{"object":{"id":"in_9","object":"invoice","customer":"cus_7"}},"type":"invoice.paid",
		"pending_webhooks":%d}`, id, pending)
}

func cloudEventOf(source, id, data string) string {
	return fmt.Sprintf(`{"specversion":"1.0","type":"t","source":%q,"id":%q,"time":"2018-04-05T17:31:00Z",
		"data":{"user":"kim","more":%q}}`, source, id, data)
}

// TestWeakIDsNeedATime: where events are dated by when they come, one that is called as another was may be another.
func TestWeakIDsNeedATime(t *testing.T) {
	r := newReceiver(t, newCase(t), func(o *Options) { o.TimeOfReceipt = true })
	for i := range 2 {
		if got := post(r, "/webhook", fmt.Sprintf(`{"event_id":"page-view","n":%d,"event":"x","user":"kim"}`,
			i)); got != `200 {"rejected":0,"stored":1}` {
			t.Error(got)
		}
	}
}

// TestNames makes names of parts that could be taken for those of others.
func TestNames(t *testing.T) {
	if named("a", "b c", "d") == named("a", "b", "c d") || named("a", `b","c`) == named("a", "b", "c") {
		t.Error("two events have one name")
	}
	if got := named("a", strings.Repeat("x", 300)); len(got) > 80 || got == named("a", strings.Repeat("x", 301)) {
		t.Error(got)
	}
	if named("a", "b", "") != "" {
		t.Error("an event is named by half a name")
	}
}

// FuzzSenders reads messages of every kind: what is read of them is an object of JSON, and its parts are no more than
// the message can hold.
func FuzzSenders(f *testing.F) {
	f.Add(purchase, "", "")
	f.Add(`{"batch":[{"type":"track","userId":"kim","event":"x","messageId":"m"},7,[],{}]}`, "", "")
	f.Add(`{"event":{"event":"a","distinct_id":"b","properties":{"products":[{"sku":1e3}]}}}`, "", "")
	f.Add(`{"client_id":1,"events":[{"name":"x","params":{"items":[{"item_id":"a"}]}}]}`, "", "")
	f.Add(`{"event_name":"a","event_timestamp":1,"event_params":[{"key":"page_location","value":{"string_value":"x"}}]}`,
		"", "")
	f.Add(cloudEventOf("a", "b", "c"), "1.0", "")
	f.Add(stripeEvent("a", 1), "", "orders/create")
	f.Add(`{"type":"event_callback","event_id":"E","event":{"type":"x","user":{"id":"U"}},"event_time":1}`, "", "")
	f.Fuzz(func(t *testing.T, message, version, topic string) {
		header := http.Header{}
		if version != "" {
			header.Set("Ce-Specversion", version)
		}
		if topic != "" {
			header.Set("X-Shopify-Topic", topic)
		}
		count := 0
		for p := range parts([]byte(message), header) {
			count++
			if json.Valid([]byte(message)) && !json.Valid(p.message()) {
				t.Errorf("%q became %q", message, p.message())
			}
		}
		if count > len(message)+1 {
			t.Errorf("%d parts of %d bytes", count, len(message))
		}
		readAs(t, header, message)
	})
}
