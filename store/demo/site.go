// Package demo makes up a month of a recruitment site for scientists: its access log, the profiles of its users, its catalogue
// of postings, the description of its pages, and the truth about who misuses it. Everything follows from a seed. The ordinary
// behaviour is calibrated on the figures that the paper gives for a real site; about three users in a hundred misuse the site,
// in ways that are easy and ways that are hard to tell, and others only look as if they did.
package demo

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"
)

// Site says which site to make up.
type Site struct {
	Seed     uint64
	Users    int
	Postings int
	Start    time.Time // midnight of the first day, in the time zone of the site
	Days     int
}

// Default returns a site of 3,000 users and 1,679 postings in March 2003, Korean time.
func Default() Site {
	korea := time.FixedZone("KST", 9*60*60)
	return Site{Seed: 1, Users: 3000, Postings: 1679, Start: time.Date(2003, time.March, 1, 0, 0, 0, 0, korea), Days: 31}
}

// Files names what Write has written.
type Files struct {
	Log       string // combined access log, in time order
	Truth     string // CSV: user, kind, case
	Profiles  string // CSV: user, name, gender, born, education, major, region, joined
	Catalogue string // CSV: item, title, menu, education, major, requires
	Pages     string // TOML: what the URLs mean
}

// Write makes the directory if it isn't there and writes all files of the site into it.
func (s Site) Write(dir string) (Files, error) {
	files := Files{
		Log:       filepath.Join(dir, "access.log"),
		Truth:     filepath.Join(dir, "truth.csv"),
		Profiles:  filepath.Join(dir, "profiles.csv"),
		Catalogue: filepath.Join(dir, "catalogue.csv"),
		Pages:     filepath.Join(dir, "site.toml"),
	}
	w, err := s.newWorld()
	if err != nil {
		return files, err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return files, err
	}
	for _, file := range []struct {
		path  string
		write func(io.Writer) error
	}{
		{files.Log, w.writeLog},
		{files.Truth, w.writeTruth},
		{files.Profiles, w.writeProfiles},
		{files.Catalogue, w.writeCatalogue},
		{files.Pages, writePages},
	} {
		if err := writeFile(file.path, file.write); err != nil {
			return files, err
		}
	}
	return files, nil
}

func writeFile(path string, write func(io.Writer) error) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	out := bufio.NewWriterSize(file, 1<<16)
	err = write(out)
	if flushed := out.Flush(); err == nil {
		err = flushed
	}
	if closed := file.Close(); err == nil {
		err = closed
	}
	return err
}

// WriteLog writes the combined access log.
func (s Site) WriteLog(out io.Writer) error {
	w, err := s.newWorld()
	if err != nil {
		return err
	}
	return w.writeLog(out)
}

// WriteTruth writes who misuses the site, and who only looks like it, as CSV: user, kind, and the case, which is easy, hard or
// harmless. A user that is not in it is an ordinary one.
func (s Site) WriteTruth(out io.Writer) error {
	w, err := s.newWorld()
	if err != nil {
		return err
	}
	return w.writeTruth(out)
}

// world is the site before anything happens on it.
type world struct {
	Site
	postings []posting
	pools    map[background]*pools
	people   []person
}

// The streams of random numbers; those from firstPerson on belong to one person each.
const (
	catalogueStream = iota
	peopleStream
	robotStream
	firstPerson
)

func (s Site) newWorld() (*world, error) {
	if s.Users < 1 || s.Postings < 1 || s.Days < 1 {
		return nil, fmt.Errorf("a site needs users, postings and days: not %d, %d and %d", s.Users, s.Postings, s.Days)
	}
	w := &world{Site: s, pools: map[background]*pools{}}
	w.postings = newPostings(newDraws(s.Seed, catalogueStream), s.Postings)
	w.people = w.newPeople(newDraws(s.Seed, peopleStream))
	return w, nil
}

// span is the whole time of the site in UTC milliseconds.
func (s Site) span() (from, until int64) {
	return s.Start.UnixMilli(), s.Start.AddDate(0, 0, s.Days).UnixMilli()
}
