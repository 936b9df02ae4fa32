package workspace

import (
	"context"
	"maps"

	tea "charm.land/bubbletea/v2"

	"spoor/tui/screen"
	"spoor/tui/term"
)

// keptRead is what is kept in the case.
type keptRead map[string]string

// ReadKept asks for what is kept in the case.
func (w *Workspace) ReadKept() tea.Cmd {
	of, ok := w.Source.(Keeper)
	if !ok {
		return nil
	}
	return func() tea.Msg {
		kept, err := of.Kept(w.Ctx)
		if err != nil {
			return nil // the case says what is wrong with it where that matters
		}
		return keptRead(kept)
	}
}

// Keep keeps a text, and then says so.
func (w *Workspace) Keep(name, text, said string) screen.Action {
	of, ok := w.Source.(Keeper)
	if !ok {
		return screen.Say(term.Plain, "nothing can be kept in this case")
	}
	return screen.Lasting(func(context.Context) screen.Action {
		if err := of.Keep(context.Background(), name, text); err != nil {
			return screen.Say(term.Warning, "not kept: "+err.Error())
		}
		return func(h screen.Host) tea.Cmd {
			kept := map[string]string{}
			maps.Copy(kept, w.Kept)
			if kept[name] = text; text == "" {
				delete(kept, name)
			}
			w.Kept = kept
			h.Say(term.Good, said)
			return nil
		}
	})
}
