package engine

import (
	"testing"

	"spoor/store/model"
)

// TestDevicesHaveLetters has two devices take turns, one of them written twice, and an event that does not say where it
// came from.
func TestDevicesHaveLetters(t *testing.T) {
	home, again := &model.Client{Address: "10.0.0.1", Agent: "MSIE"}, &model.Client{Address: "10.0.0.1", Agent: "MSIE"}
	office, other := &model.Client{Address: "10.9.9.9", Agent: "MSIE"},
		&model.Client{Address: "10.0.0.1", Agent: "Netscape"}
	track := &model.Track{Events: []model.Event{
		{Client: office}, {Client: home}, {Client: again}, {}, {Client: other}, {Client: home},
	}}
	d := DevicesOf(track)
	letters := ""
	for _, e := range track.Events {
		letters += d.Letter(e.Client) + ","
	}
	if letters != "A,B,B,,C,B," {
		t.Errorf("letters %q", letters)
	}
	uses := d.In(track.Events[1:])
	if got := DeviceLetters(uses); got != "B C" || uses[0].Events != 3 || uses[1].Events != 1 ||
		uses[0].Address != "10.0.0.1" {
		t.Errorf("after the first: %q, %+v", got, uses)
	}
	if got := d.Letter(&model.Client{Address: "10.0.0.1", Agent: "Netscape"}); got != "C" {
		t.Errorf("an equal client is %q", got)
	}
	if got := d.Letter(&model.Client{Address: "1.1.1.1"}); got != "" {
		t.Errorf("a client that never came is %q", got)
	}
	for number, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 51: "AZ", 52: "BA", 701: "ZZ", 702: "AAA"} {
		if got := DeviceLetter(number); got != want {
			t.Errorf("device %d is %s, want %s", number, got, want)
		}
	}
}
