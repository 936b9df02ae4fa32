package user

import (
	"context"

	"spoor/internal/engine"
	"spoor/store"
	"spoor/store/model"
	"spoor/tui/term"
	"spoor/tui/workspace"
)

// history is everything that a user did, and what is known beside.
type history struct {
	track   *model.Track
	about   store.About
	medians []float64 // reading time of each session in seconds, NaN where nothing was read
	items   []engine.UsedItem
	clients []engine.UsedClient
	devices *engine.Devices
	used    [][]engine.DeviceUse // of each session
	hours   hourCounts
}

func readHistory(ctx context.Context, source workspace.Case, track *model.Track,
	zone term.Clock) (h history, err error) {
	h = history{track: track, items: engine.UsedItems(track.Events), clients: engine.UsedClients(track),
		devices: engine.DevicesOf(track),
		hours:   countHours(track.Events, zone)}
	for _, s := range track.Sessions {
		h.used = append(h.used, h.devices.In(track.Events[s.First:s.End]))
		h.medians = append(h.medians, engine.MedianReading(track.Events[s.First:s.End]))
	}
	h.about, err = source.About(ctx, track.Key, engine.ItemNames(h.items))
	return h, err
}
