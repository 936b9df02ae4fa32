package user

import (
	"testing"
	"time"

	"spoor/analysis/web"
	"spoor/internal/engine"
	"spoor/store/model"
	"spoor/tui/term"
)

// twoSessions is a made-up track of two sessions: an item in summary and in detail, another once, a page that is no
// item, a picture.
func twoSessions() *model.Track {
	home, office := &model.Client{Address: "10.0.0.1", Agent: "A"}, &model.Client{Address: "10.0.0.2", Agent: "A"}
	request := func(item string) *model.Request {
		return &model.Request{Action: "GET", Target: "/" + item, Item: item, Menu: "jobs"}
	}
	at := func(day, hour, minute int) int64 {
		return time.Date(2003, 3, day, hour, minute, 0, 0, time.UTC).UnixMilli()
	}
	event := func(time int64, item int32, name string, level web.Level, traits web.Traits, client *model.Client,
		reading int64) model.Event {
		return model.Event{Event: web.Event{Time: time, Item: item, Level: level, Traits: traits},
			Request: request(name), Client: client, Reading: reading}
	}
	return &model.Track{Key: "kim", Events: []model.Event{
		event(at(3, 9, 0), 7, "7", web.LevelSummary, web.View, home, 30_000), // a Monday
		event(at(3, 9, 1), 7, "7", web.LevelDetail, web.View, home, 60_000),
		event(at(3, 9, 2), web.None, "", 0, web.Static, home, -1),
		event(at(9, 23, 59), 5, "5", web.LevelSummary, web.View, office, -1), // a Sunday
	}, Sessions: []model.Session{{First: 0, End: 3, Views: 2}, {First: 3, End: 4, Views: 1}}}
}

func TestWhatAUserUsed(t *testing.T) {
	track := twoSessions()
	items := engine.UsedItems(track.Events)
	if len(items) != 2 || items[0].Item != "7" || items[0].Views != 2 || items[0].Depth() != "both" ||
		items[0].Reading != 90_000 || items[1].Depth() != "summary" {
		t.Errorf("items %+v", items)
	}
	clients := engine.UsedClients(track)
	if len(clients) != 2 || clients[0].Address != "10.0.0.1" || clients[0].Events != 3 || clients[0].Sessions != 1 ||
		clients[1].First != clients[1].Last {
		t.Errorf("clients %+v", clients)
	}
	hours := countHours(track.Events, term.Clock{})
	if hours.at[0][9] != 3 || hours.at[6][23] != 1 || hours.most != 3 {
		t.Errorf("hours %+v", hours)
	}
	if seoul := countHours(track.Events, term.Clock{Zone: time.FixedZone("KST", 9*3600)}); seoul.at[0][18] != 3 ||
		seoul.at[0][8] != 1 {
		t.Errorf("in Seoul %+v", seoul)
	}
	if got := engine.MedianReading(track.Events); got != 45 {
		t.Errorf("the median is %v", got)
	}
}
