package load

import (
	"io"
	"os"
)

// spool copies the rest of the standard input to a temporary file, since telling whether its content is known means to
// read it twice. From then on the source is read from there.
func (l *loader) spool(s *source) (*input, error) {
	file, err := os.CreateTemp("", "spoor-*.log")
	if err != nil {
		return nil, err
	}
	defer os.Remove(file.Name()) // the open files keep it
	if _, err := io.Copy(file, s.log); err != nil {
		return nil, err
	}
	again, err := os.Open(file.Name())
	if err != nil {
		return nil, err
	}
	for _, f := range []*os.File{file, again} {
		if _, err := f.Seek(0, io.SeekStart); err != nil {
			return nil, err
		}
	}
	s.log.Reader, s.log.file = file, file
	return &input{Reader: again, file: again}, nil
}
