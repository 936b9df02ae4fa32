// Package demo makes up a recruitment site for scientists: the access log of a month and of the two weeks after it, the
// profiles of its users, its catalogue of postings, the description of its pages, and the truth about who misuses it.
//
// All of it is made up. No person, employer or posting in it exists, and nothing in it was measured. It is calibrated
// to averages that were published of a real recruitment site with as many users and postings, so that its ordinary
// behaviour is of the right size; how people behave around those averages is invented. About three users in a hundred
// misuse the site, in ways that are easy and ways that are hard to tell, and others only look as if they did.
// Everything follows from a seed.
package demo

import (
	"bufio"
	"io"
	"math"
	"os"
	"path/filepath"
	"time"
)

// Site says which site to make up, and which period of it.
type Site struct {
	Seed     uint64
	Users    int // who come in the period
	Postings int
	Start    time.Time // midnight of the first day, in the time zone of the site
	Days     int
	Misuse   bool  // without it, those who would misuse the site are ordinary users
	Before   *Site // the period that came before, some of whose users come again; nil if it is the first
}

// How many users the published figures are of: those of a month, and those of two weeks that followed.
const (
	usersOfMonth    = 16414
	usersOfTwoWeeks = 12682
	daysOfMonth     = 31
	daysOfTwoWeeks  = 14
)

// Default returns a site of 16,414 users and 1,679 postings in March 2003, Korean time. With fewer Users it is as
// lively, and smaller.
func Default() Site {
	korea := time.FixedZone("KST", 9*60*60)
	return Site{Seed: 1, Users: usersOfMonth, Postings: 1679, Start: time.Date(2003, time.March, 1, 0, 0, 0, 0, korea),
		Days: daysOfMonth, Misuse: true}
}

// Next returns the same site in the two weeks that follow. Its catalogue is the same; its users, 12,682 where there
// were 16,414, are in part those who came before, under the same accounts and with the same habits, and in part others.
func (s Site) Next() Site {
	next := s
	next.Before = &s
	next.Start = s.Start.AddDate(0, 0, s.Days)
	next.Days = daysOfTwoWeeks
	next.Users = max(int(math.Round(float64(s.Users)*usersOfTwoWeeks/usersOfMonth)), 1)
	return next
}

// Files names what Write has written.
type Files struct {
	Log       string // combined access log, in time order
	Truth     string // CSV: user, kind, case
	Profiles  string // CSV: user, name, gender, born, education, major, region, joined
	Catalogue string // CSV: item, title, menu, education, major, requires
	Pages     string // TOML: what the URLs mean
}

// Write makes the directory if it isn't there and writes all files of the site into it. Where a profile or a posting
// says nothing of an education or a major, the field is empty.
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
	if err := os.MkdirAll(dir, 0o750); err != nil {
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

// WriteTruth writes who misuses the site, and who only looks like it, as CSV: user, kind, and the case, which is easy,
// hard or harmless. A user that is not in it is an ordinary one.
func (s Site) WriteTruth(out io.Writer) error {
	w, err := s.newWorld()
	if err != nil {
		return err
	}
	return w.writeTruth(out)
}
