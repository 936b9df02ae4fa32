package screen

import (
	"bufio"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"spoor/internal/clean"
	"spoor/tui/term"
)

// Save writes a file that a person has named, and then does what follows. A file that is there already is replaced
// only if the person says so. write runs outside the event loop and may read only what does not change.
func Save(name string, write func(io.Writer) error, then func(path string) Action) Action {
	return Lasting(func(ctx context.Context) Action {
		path, err := Expand(name)
		if err != nil {
			return Say(term.Warning, err.Error())
		}
		err = writeNew(path, whileOpened(ctx, write))
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
	return NewMenu(clean.Text(path)+" is there already", []Item{
		{Label: "keep it", Detail: "nothing is written", Act: Say(term.Plain, "nothing was written")},
		{Label: "replace it", Detail: "what is in it now is lost", Act: Lasting(func(ctx context.Context) Action {
			return written(path, replace(path, whileOpened(ctx, write)), then)
		})},
	})
}

// writeNew writes a file that is not there yet. If that fails there is none.
func writeNew(path string, write func(io.Writer) error) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	return fill(file, write)
}

// replace puts a new file in the place of an old one, which stays as it is if that fails.
func replace(path string, write func(io.Writer) error) error {
	draft, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	if err := fill(draft, write); err != nil {
		return err
	}
	return os.Rename(draft.Name(), path)
}

// fill writes and closes a new file, and removes it again if that fails.
func fill(file *os.File, write func(io.Writer) error) error {
	buffer := bufio.NewWriter(file)
	err := errors.Join(write(buffer), buffer.Flush(), file.Sync(), file.Close())
	if err != nil {
		err = errors.Join(err, os.Remove(file.Name()))
	}
	return err
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
