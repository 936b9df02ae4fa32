package store

import (
	"strings"
	"testing"
	"time"

	"spoor/analysis"
	"spoor/analysis/predicate"
	"spoor/analysis/web"
	"spoor/store/model"
)

// plainEvent is an event of a track as a condition sees it, put together field by field from what the track says in
// words.
func plainEvent(track *model.Track, i int, zone *time.Location) *predicate.Event {
	from := &track.Events[i]
	at := time.UnixMilli(from.Time).In(zone)
	path, query, _ := strings.Cut(from.Request.Target, "?")
	if from.Traits.Has(web.Click) {
		path, query = from.Request.Target, ""
	}
	e := &predicate.Event{
		User: track.Key, Action: from.Request.Action, Path: path, Query: query,
		Item: from.Request.Item, Menu: from.Request.Menu, Level: model.LevelNames[from.Level],
		Address: from.Client.Address, Agent: from.Client.Agent, Referrer: from.Referrer,
		Source: streamSource(from.Source).Path, Status: from.Status, Bytes: int(max(from.Bytes, 0)),
		Hour: at.Hour(), Weekday: strings.ToLower(at.Weekday().String()),
	}
	if from.Client.Address != "" {
		e.Network = e.Address[:strings.LastIndex(e.Address, ".")] + ".0/24"
	}
	switch {
	case from.Traits.Has(web.LoginFailed),
		from.Status >= 400 && from.Status != 403 && from.Status != 401 && !from.Traits.Has(web.LoginPassed):
		e.Outcome = "failed"
	case from.Traits.Has(web.LoginPassed), from.Status >= 100 && from.Status < 400:
		e.Outcome = "passed"
	case from.Status == 0:
		e.Outcome = "unknown"
	default:
		e.Outcome = "refused"
	}
	return e
}

// plainConditions are conditions of every part of an event, alone and together.
var plainConditions = []string{
	`status == 404`, `status == 404 && hour < 6`, `path startsWith "/jobs/" and query != ""`,
	`outcome == "unknown"`, `bytes > 600 || bytes == 0`, `agent contains "curl" && not (address endsWith ".3")`,
	`network == "10.0.0.0/24" && weekday in ["tuesday", "wednesday"]`, `address == ""`,
	`referrer != "" && menu == "shop"`, `item == "2" || level == "detail"`, `len(path) > hour`,
	`user startsWith "busy" && action == "POST"`, `source endsWith "02.log" && status >= 500`, `bytes / 100 > hour`,
	`agent == "" || agent contains "hidden"`, `path == "/한글" && user != "busy1"`,
}

// plainPredicates are those that have been parsed, by their texts.
var plainPredicates = map[string]*predicate.Predicate{}

func plainPredicate(t testing.TB, text string) *predicate.Predicate {
	t.Helper()
	if plainPredicates[text] == nil {
		p, err := predicate.Parse(text)
		check(t, err)
		plainPredicates[text] = p
	}
	return plainPredicates[text]
}

// plainTracks are the tracks of all users of a matrix.
func plainTracks(t *testing.T, c *Case, m *analysis.Matrix) []*model.Track {
	t.Helper()
	tracks := make([]*model.Track, m.Len())
	for row, key := range m.Key {
		tracks[row] = trackOf(t, c, key)
	}
	return tracks
}
