package user

import (
	"strconv"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"spoor/internal/engine"
	"spoor/store/model"
	"spoor/tui/term"
)

// TestDevicesThatHaveNoRoom writes as many devices as have room for an address, and how many more there are.
func TestDevicesThatHaveNoRoom(t *testing.T) {
	track := &model.Track{}
	for i := range 9 * 12 {
		track.Events = append(track.Events, model.Event{Client: &model.Client{Address: "10.126.52.8" + strconv.Itoa(i/12),
			Agent: "Firefox"}})
	}
	devices := engine.DevicesOf(track)
	for w, want := range map[int]string{
		40:  "9 devices  A 10.126.52.80 12×  +8",
		80:  "9 devices  A 10.126.52.80 12×  B 10.126.52.81 12×  +7",
		250: "H 10.126.52.87 12×  I 10.126.52.88 12×",
	} {
		theme, err := term.NewTheme("mono", false)
		if err != nil {
			t.Fatal(err)
		}
		canvas := term.NewCanvas(theme, w, 1)
		drawDevices(canvas.Area().Line(0), devices, devices.In(track.Events))
		if got := ansi.Strip(canvas.String()); !strings.Contains(got, want) {
			t.Errorf("in %d cells: %q", w, got)
		}
	}
}
