package screen

import (
	"context"
	"errors"
	"io"
	"io/fs"

	"spoor/internal/clean"
	"spoor/internal/wholefile"
	"spoor/tui/term"
)

// Save writes a file that a person has named, and then does what follows. A file that exists already is replaced
// only if the person says so. write runs outside the event loop and may read only what does not change.
func Save(name string, write func(io.Writer) error, then func(path string) Action) Action {
	return Lasting(func(ctx context.Context) Action {
		path, err := Expand(name)
		if err != nil {
			return Say(term.Warning, err.Error())
		}
		err = wholefile.Create(path, whileOpened(ctx, write))
		if errors.Is(err, fs.ErrExist) {
			return Cover(newReplaceMenu(path, write, then))
		}
		return written(path, err, then)
	})
}

// whileOpened is write as long as the screens are open.
func whileOpened(ctx context.Context, write func(io.Writer) error) func(io.Writer) error {
	return func(to io.Writer) error { return write(followRunner{ctx, to}) }
}

func written(path string, err error, then func(path string) Action) Action {
	if err != nil {
		return Say(term.Warning, err.Error())
	}
	return then(path)
}

// newReplaceMenu asks before a file is replaced.
func newReplaceMenu(path string, write func(io.Writer) error, then func(path string) Action) *Menu {
	return NewMenu(clean.Text(path)+" already exists", []Item{
		{Label: "keep it", Detail: "nothing is written", Act: Say(term.Plain, "nothing was written")},
		{Label: "replace it", Detail: "what is in it now is lost", Act: Lasting(func(ctx context.Context) Action {
			return written(path, wholefile.Replace(path, whileOpened(ctx, write)), then)
		})},
	})
}

// errLeft is what a file that is being written ends with when the screens are left.
var errLeft = errors.New("not written to its end: the program was told to stop")

// followRunner is a writer that fails once the screens are to end, so that nobody waits for a long export.
type followRunner struct {
	ctx context.Context
	to  io.Writer
}

// Write writes as long as the screens are open.
func (w followRunner) Write(p []byte) (int, error) {
	if w.ctx.Err() != nil {
		return 0, errLeft
	}
	return w.to.Write(p)
}
