package logline

import (
	"reflect"
	"testing"
)

// TestCloneOutlivesTheParser overwrites everything that an event points to; its clone stays as it was.
func TestCloneOutlivesTheParser(t *testing.T) {
	line := []byte("keyuserclientagentactiontargetreferreritemmenu")
	cut := func(from, to int) []byte { return line[from:to] }
	e := Event{
		Time: 1, Status: 200, Bytes: -1, Click: true, Key: cut(0, 3), User: cut(3, 7), Client: cut(7, 13), Agent: cut(13, 18),
		Action: cut(18, 24), Target: cut(24, 30), Referrer: cut(30, 38), Item: cut(38, 42), Menu: cut(42, 46),
	}
	clone := e.Clone()
	if !reflect.DeepEqual(*clone, e) {
		t.Fatalf("%+v, want %+v", clone, e)
	}
	for i := range line {
		line[i] = 'x'
	}
	clone.Key = append(clone.Key, "more"...) // runs into no other text
	for name, got := range map[string][]byte{
		"keymore": clone.Key, "user": clone.User, "client": clone.Client, "agent": clone.Agent, "action": clone.Action,
		"target": clone.Target, "referrer": clone.Referrer, "item": clone.Item, "menu": clone.Menu,
	} {
		if string(got) != name {
			t.Errorf("%q, want %q", got, name)
		}
	}
}

// TestEveryTextIsCloned finds texts that were added to Event and not to Clone.
func TestEveryTextIsCloned(t *testing.T) {
	var e Event
	fields := reflect.ValueOf(&e).Elem()
	for i := range fields.NumField() {
		if text, ok := fields.Field(i).Addr().Interface().(*[]byte); ok {
			*text = []byte("text")
		}
	}
	clone := reflect.ValueOf(e.Clone()).Elem()
	for i := range fields.NumField() {
		if text, ok := fields.Field(i).Interface().([]byte); ok && &text[0] == &clone.Field(i).Bytes()[0] {
			t.Errorf("%s is not cloned", fields.Type().Field(i).Name)
		}
	}
}
