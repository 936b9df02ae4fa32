package logtime

import (
	"testing"
	"time"
)

// TestTimesInOtherLanguages: all are 3 March 2026, 13:35 UTC, as systems write it that are set to another language.
func TestTimesInOtherLanguages(t *testing.T) {
	want := time.Date(2026, 3, 3, 13, 35, 0, 0, time.UTC)
	for _, text := range []string{
		"Dienstag, 3. März 2026, 13:35", "Di., 3. Mär. 2026 13:35", "3. Mrz 2026 13:35:00", "dinsdag 3 maart 2026, 13:35",
		"mardi 3 mars 2026, 13:35", "mar. 3 mars 2026 à 13:35:00", "martes, 3 de marzo de 2026, 13:35",
		"mar, 3 mar 2026 13:35",
		"3 de março de 2026 às 13:35", "terça-feira, 3 de março de 2026, 13:35", "martedì, 3 marzo 2026, 13:35",
		"tisdag 3 mars 2026 kl. 13:35",
		"wtorek, 3 marca 2026, 13:35", "вторник, 3 марта 2026, 13:35", "Вторник, 3 Марта 2026 г., 13:35",
		"3 Mart 2026 Salı 13:35",
		"2026年 03月 3日(火曜日) 13:35", "2026年3月3日火曜日 13:35", "2026년 3월 3일(화요일), 13:35", "2026년 3월 3일 오후 1:35",
		"2026年3月3日 下午1:35", "2026/3/3 午後1:35:00", "Tuesday, 3 March 2026, 1:35 PM", "Mar 3, 2026 @ 13:35:00.000",
		"março 3, 2026 @ 13:35:00.000",
	} {
		c := New(time.UTC, readingDay, nil)
		if at, _, ok := c.Read([]byte(text)); !ok || at != want.UnixMilli() {
			t.Errorf("%q is %v, %v", text, time.UnixMilli(at).UTC(), ok)
		}
	}
	for _, text := range []string{
		"mars 3 avril 2026 13:35", "3 marsz 2026 13:35", "3 de 2026 13:35", "mar mar 2026 13:35",
		"3 \xff 2026 13:35", "오후 오후 2026/3/3 1:35",
	} {
		c := New(time.UTC, readingDay, nil)
		if at, _, ok := c.Read([]byte(text)); ok {
			t.Errorf("%q is %v", text, time.UnixMilli(at).UTC())
		}
	}
}

// TestSpelledTimes: all but the last ones are 22 May 2024, 17:09:21 UTC, or that day.
func TestSpelledTimes(t *testing.T) {
	moment := time.Date(2024, 5, 22, 17, 9, 21, 0, time.UTC)
	for text, want := range map[string]time.Time{
		"Wed, 22 May 2024 17:09:21 GMT":                moment,
		"Wed, 22 May 2024 19:09:21 +0200":              moment,
		"Wed May 22 17:09:21 2024":                     moment,
		"Wed May 22 17:09:21.250000 2024":              moment.Add(250 * time.Millisecond),
		"22/May/2024:17:09:21.250":                     moment.Add(250 * time.Millisecond),
		"22/May/2024:05:09:21 PM +0000":                moment,
		"2024/05/22 17:09:21":                          moment,
		"2024-05-22_17:09:21":                          moment,
		"2024-05-22T17-09-21":                          moment,
		"2024-05-22 17.09.21,25":                       moment.Add(250 * time.Millisecond),
		"22-MAY-24 05.09.21.250000 PM":                 moment.Add(250 * time.Millisecond),
		"17:09:21 22-05-2024":                          moment,
		"17:09:21 22.05.2024":                          moment,
		"Wed May 22 14:09:21 -0300 2024":               moment,
		"May 22nd, 2024 5:09:21 PM":                    moment,
		"22 mai 2024 à 17h09":                          moment.Add(-21 * time.Second),
		"2024年5月22日 17時09分21秒":                         moment,
		"2024년 5월 22일 오후 5시 9분 21초":                    moment,
		"2024년 5월 22일 17시 09분":                         moment.Add(-21 * time.Second),
		"@1716397761":                                  moment,
		"1716397761,25":                                moment.Add(250 * time.Millisecond),
		"638519945610000000":                           moment, // .NET
		"133608713610000000":                           moment, // Windows
		"13360871361000000":                            moment, // Chrome
		"2024-05-22 17.09":                             {},
		"22nd 17:09:21":                                {},
		"2024-05-22 17h":                               {},
		"2024-05-22 17h099":                            {},
		"2024-05-22 17:09":                             moment.Add(-21 * time.Second),
		"2024-05-22 9:09:21":                           moment.Add(-8 * time.Hour),
		"2024-05-22":                                   time.Date(2024, 5, 22, 0, 0, 0, 0, time.UTC),
		"22.05.2024 17:09:21":                          moment,
		"5/22/2024, 5:09:21 PM":                        moment,
		"22/05/2024 17:09:21":                          moment,
		"May 22, 2024 @ 17:09:21.250":                  moment.Add(250 * time.Millisecond),
		"20240522T170921":                              moment,
		"20240522T170921.250Z":                         moment.Add(250 * time.Millisecond),
		"20240522T1909+0200":                           moment.Add(-21 * time.Second),
		"20240522 170921":                              moment,
		"20240522170921":                               moment,
		"20240522170921.5":                             moment.Add(500 * time.Millisecond),
		"202405221709":                                 moment.Add(-21 * time.Second),
		"20240522":                                     time.Date(2024, 5, 22, 0, 0, 0, 0, time.UTC),
		"20241322170921":                               time.UnixMilli(20241322170921), // no month, so a number
		"20240522T250921":                              {},
		"2024-05-22 19:09:21.25 +0200 CEST":            moment.Add(250 * time.Millisecond),
		"2024-05-22 17:09:21 +0000 UTC m=+0.000012345": moment,
		"Wed May 22 2024 19:09:21 GMT+0200 (Central European Summer Time)": moment,
		"2024-05-22T19:09:21+02:00[Europe/Berlin]":                         moment,
		"2024-05-22 19:09:21 CEST":                                         moment,
		"Wed May 22 10:09:21 PDT 2024":                                     moment,
		"2024-W21-3T17:09:21Z":                                             moment,
		"2024W213T190921+0200":                                             moment,
		"2024-W21-3":                                                       time.Date(2024, 5, 22, 0, 0, 0, 0, time.UTC),
		"2020-W53-5 17:09:21":                                              time.Date(2021, 1, 1, 17, 9, 21, 0, time.UTC),
		"2024-W53-1 17:09:21":                                              {}, // 2024 has 52 weeks
		"2024-W21-8 17:09:21":                                              {},
		"2024-W213 17:09:21":                                               moment,
		"2024-143T17:09:21":                                                moment,
		"2024-143":                                                         time.Date(2024, 5, 22, 0, 0, 0, 0, time.UTC),
		"2023-366T17:09:21":                                                {},
		"2024-000T17:09:21":                                                {},
		"240522 17:09:21":                                                  moment,
		"240522  5:09:21 PM":                                               {},
		"2024-05-22 19:09:21 Europe/Berlin":                                moment,
		"2024-05-22T17:09:21 America/Argentina/Buenos_Aires":               moment.Add(3 * time.Hour),
		"2024-05-22 19:09:21 +0200 Europe/Berlin":                          moment,
		"Wed May 22 21:09:21 Etc/GMT-4 2024":                               moment,
		"2024-05-22 19:09:21 Europe/Atlantis":                              {},
		"2024-05-22 19:09:21 ../../etc":                                    {},
		"20240522170921250":                                                moment.Add(250 * time.Millisecond),
		"2024-05-22T17":                                                    moment.Truncate(time.Hour),
		"2024-05-22T19+02:00":                                              moment.Truncate(time.Hour),
		"2024-05-22T17Z":                                                   moment.Truncate(time.Hour),
		"2024-05-22T25":                                                    {},
		"2024-05-22T12:09:21−05:00":                                        moment,
		`"2024-05-22 17:09:21"`:                                            moment,
		"'2024-05-22 17:09:21'":                                            moment,
		"/Date(1716397761000+0900)/":                                       moment,
		"/Date(-5)/":                                                       {},
		"17:09:21 22/May/2024":                                             moment,
		"17:09 22/May/2024":                                                moment.Add(-21 * time.Second),
		"2024-05-22 22:54:21 IST":                                          {}, // India, Ireland or Israel
		"22-May-24 05.09":                                                  {},
		"22-MAY-24 17:09:21":                                               moment,
		"05/22/24 17:09:21":                                                moment,
		"22.05.24 17:09:21":                                                moment,
		"24/05/22 17:09:21":                                                {}, // the day or the year first
		"05/05/2024 17:09:21":                                              moment.AddDate(0, 0, -17),
		"2024-05-22 17:09:21 UTC":                                          moment,
		"3/4/2024 17:09":                                                   {}, // March or April
		"12:30":                                                            {},
		"22 May":                                                           {},
		"2024-05-22 25:09:21":                                              {},
		"2024-02-30 17:09:21":                                              {},
		"May May 22 2024":                                                  {},
		"17:09:21":                                                         {},
		"22 May 2024 13:09:21 PM":                                          {},
		"1.2.3":                                                            {},
		"22 May 2024 17:09:21 or so":                                       {},
		"Wed May 22 17:09:21 2024 Wed May 22 17:09:21":                     {},
	} {
		c := New(time.UTC, readingDay, nil)
		at, _, ok := c.Read([]byte(text))
		if ok != !want.IsZero() || ok && at != want.UnixMilli() {
			t.Errorf("%q is %v, %v; want %v", text, time.UnixMilli(at).UTC(), ok, want)
		}
	}
}

// FuzzRead reads whatever may stand where a time does.
func FuzzRead(f *testing.F) {
	for _, text := range []string{
		"2024-W21-3T17:09:21Z", "2024-143", "240522 17:09:21", "2024-05-22 19:09:21 Europe/Berlin", "20240522170921250",
		"2024-05-22T12:09:21−05:00", "/Date(1716397761000+0900)/", "17:09 22/May/2024", "2024W213T19", `"2024-05-22T17"`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		c := New(time.UTC, readingDay, nil)
		at, _, ok := c.Read(text)
		if again, _, okAgain := c.Read(text); ok != okAgain || ok && at != again {
			t.Errorf("%q is %d, %v, and then %d, %v", text, at, ok, again, okAgain)
		}
	})
}
