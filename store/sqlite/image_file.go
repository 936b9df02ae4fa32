package sqlite

import (
	"io"
	"io/fs"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"modernc.org/sqlite/vfs"
)

// SQLite opens an image by name, through a file system of images.
var (
	images      sync.Map // name → *image
	imageNumber atomic.Int64
	imageSystem string // what SQLite calls the file system
)

func registerImages() {
	var err error
	if imageSystem, _, err = vfs.New(imageFiles{}); err != nil {
		panic("BUG: " + err.Error())
	}
}

// showImage makes an image a file that SQLite can open by the address, until forget is called; whoever has it open then
// keeps it.
func showImage(m *image) (address string, forget func()) {
	name := strconv.FormatInt(imageNumber.Add(1), 10)
	images.Store(name, m)
	return "file:" + name + "?mode=ro&immutable=1&vfs=" + imageSystem, func() { images.Delete(name) }
}

type imageFiles struct{}

// Open opens the image of this name.
func (imageFiles) Open(name string) (fs.File, error) {
	found, ok := images.Load(name)
	if !ok {
		return nil, fs.ErrNotExist
	}
	return &imageFile{image: found.(*image)}, nil
}

// imageFile is an image as an open file, and what is to be known of it.
type imageFile struct {
	*image
	at int64
}

func (f *imageFile) Read(to []byte) (int, error) {
	if f.at >= f.Size() {
		return 0, io.EOF
	}
	n := copy(to, f.pages[f.at/int64(f.image.size)][f.at%int64(f.image.size):])
	f.at += int64(n)
	return n, nil
}

// Seek is as SQLite seeks: from the start.
func (f *imageFile) Seek(offset int64, _ int) (int64, error) {
	f.at = offset
	return offset, nil
}

func (f *imageFile) Close() error               { return nil }
func (f *imageFile) Stat() (fs.FileInfo, error) { return f, nil }
func (f *imageFile) Name() string               { return "image" }
func (f *imageFile) Size() int64                { return int64(len(f.pages)) * int64(f.size) }
func (f *imageFile) Mode() fs.FileMode          { return 0o400 }
func (f *imageFile) ModTime() time.Time         { return time.Time{} }
func (f *imageFile) IsDir() bool                { return false }
func (f *imageFile) Sys() any                   { return nil }
