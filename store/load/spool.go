package load

import (
	"io"
	"os"
)

// spool copies a stream to a temporary file, since telling whether its content is known means to read it twice. From
// then on the source is read from there.
func spool(s *source) (*input, error) {
	file, err := os.CreateTemp("", "spoor-*.log")
	if err != nil {
		return nil, err
	}
	defer os.Remove(file.Name()) // the open files keep it
	s.log.closers = append(s.log.closers, file)
	if _, err := io.Copy(file, s.log); err != nil {
		return nil, err
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	s.log.Reader = file
	again, err := os.Open(file.Name())
	if err != nil {
		return nil, err
	}
	return &input{Reader: again, closers: []io.Closer{again}}, nil
}
