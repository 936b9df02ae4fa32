package web

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestMarks(t *testing.T) {
	m := newRobotMarks("# a list\nNutch\n^curl\nSSL Labs$\n^exactly$\nabc\nabcdef\n")
	for agent, want := range map[string]bool{
		"Nutch": true, "nutch": false, "a Nutch-1.4": true, "Nutc": false, "": false, "ab": false,
		"curl 8": true, "a curl 8": false, "SSL Labs": true, "an SSL Labs": true, "SSL Labs (": false,
		"exactly": true, "exactly so": false, "not exactly": false, "abcde": true, "ab abc": true,
	} {
		if got := m.find(agent); got != want {
			t.Errorf("%q: %v", agent, got)
		}
	}
}

// TestMarksEqualSearching for one mark after the other, and for the pattern.
func TestMarksEqualSearching(t *testing.T) {
	var marks []string
	for line := range strings.Lines(robotList) {
		if !strings.HasPrefix(line, "#") {
			marks = append(marks, strings.TrimSuffix(line, "\n"))
		}
	}
	if len(marks) < 1400 {
		t.Fatalf("%d marks", len(marks))
	}
	rapid.Check(t, func(t *rapid.T) {
		pieces := rapid.SliceOfN(rapid.OneOf(rapid.SampledFrom(marks),
			rapid.SampledFrom([]string{"Mozilla/5.0", " ", "Chrome", "x"})), 0, 4).Draw(t, "pieces")
		for i := range pieces {
			pieces[i] = pieces[i][min(len(pieces[i]), rapid.IntRange(0, 2).Draw(t, "cut")):]
		}
		agent := strings.Join(pieces, "")
		want := false
		for _, mark := range marks {
			text, first := strings.CutPrefix(mark, "^")
			text, last := strings.CutSuffix(text, "$")
			switch {
			case first && last:
				want = want || agent == text
			case first:
				want = want || strings.HasPrefix(agent, text)
			case last:
				want = want || strings.HasSuffix(agent, text)
			default:
				want = want || strings.Contains(agent, text)
			}
		}
		if got := robots().find(agent); got != want && !robotAgent().MatchString(agent) {
			t.Fatalf("%q: %v", agent, got)
		}
	})
}

// TestPeopleAreNoRobots: browsers, and apps and telephones whose names are near those of robots.
func TestPeopleAreNoRobots(t *testing.T) {
	const (
		android = "Mozilla/5.0 (Linux; Android 13; SM-A536B) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 " +
			"Chrome/120.0.6099.43 Mobile Safari/537.36"
		iphone  = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
		desktop = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 " +
			"Safari/537.36"
	)
	for _, agent := range []string{
		android, desktop, iphone + " Version/17.1 Mobile/15E148 Safari/604.1",
		desktop + " Edg/120.0.2210.61", desktop + " OPR/106.0.0.0", desktop + " Vivaldi/6.5",
		"Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:121.0) Gecko/20100101 Firefox/121.0",
		"Mozilla/5.0 (compatible; MSIE 10.0; Windows NT 6.1; Trident/6.0)",
		"Mozilla/5.0 (Linux; Android 9; KFMAWI) AppleWebKit/537.36 (KHTML, like Gecko) Silk/120.2.1 like " +
			"Chrome/120.0 Safari/537.36",
		iphone + " GSA/297.0.590048842 Mobile/15E148 Safari/604.1",
		iphone + " Mobile/15E148 [FBAN/FBIOS;FBAV/440.0.0.29.116;FBDV/iPhone14,5;FBMD/iPhone]",
		android + " [FB_IAB/FB4A;FBAV/440.0.0.36.110;]", android + " MetaIAB Facebook",
		android + " Instagram 309.0.0.40.113 Android", iphone + " Mobile/15E148 Instagram 309.1.1",
		android + " Snapchat/12.63.0.55",
		iphone + " Mobile/15E148 Safari Line/13.20.1", android + " KAKAOTALK 10.4.3",
		iphone + " Mobile/15E148 MicroMessenger/8.0.44",
		android + " musical_ly_2023203030 BytedanceWebview/d8a21c6", iphone + " [Pinterest/iOS]",
		iphone + " LinkedInApp/9.29",
		"Mozilla/5.0 (Linux; Android 4.1.1; HTC Butterfly Build/JRO03C) AppleWebKit/535.19 (KHTML, like Gecko) " +
			"Chrome/18.0 Mobile Safari/535.19",
		desktop + " Notion/2.3.2 Electron/27.1.2", desktop + " Code/1.85.1 Electron/25.9.7", android + " Viber/21.4.0.0",
		desktop + " SE 2.X MetaSr 1.0",
		"Mozilla/5.0 (Linux; U; Android 8.0) AppleWebKit/537.36 Chrome/70.0 Mobile Safari/537.36 SogouMobileBrowser/5.28",
		desktop + " coc_coc_browser/116.0.172", "okhttp/4.12.0", "Dalvik/2.1.0 (Linux; U; Android 13; SM-A536B)",
		"MyApp/1.0 CFNetwork/1485 Darwin/23.1.0",
		"Opera/9.80 (J2ME/MIDP; Opera Mini/9.80 (S60; SymbOS; Opera Mobi/23.348; U; en) Presto/2.5.25 Version/10.54",
	} {
		if IsRobot(agent) {
			t.Errorf("taken for a robot: %s", agent)
		}
	}
}

// TestKnownRobots says so of robots that have no word for it.
func TestKnownRobots(t *testing.T) {
	for _, agent := range []string{
		"facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)", "Feedbin - 1 subscribers",
		"Go-http-client/1.1",
		"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/120.0.0.0 Safari/537.36",
		"Python-urllib/2.7",
		"Mozilla/5.0 (compatible; YandexImages/3.0; +http://yandex.com/bots)", "Tiny Tiny RSS/1.11 (http://tt-rss.org/)",
		"Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; ChatGPT-User/1.0; +https://openai.com/bot)",
	} {
		if !IsRobot(agent) || !DefaultSite().IsRobot(agent) {
			t.Errorf("not known as a robot: %s", agent)
		}
	}
}

// TestRobotWordsAreThePattern, for letters of all kinds.
func TestRobotWordsAreThePattern(t *testing.T) {
	words := newRobotMarks("")
	pieces := append([]string{"bot", "BOT", "Bot", "_", "2", "-", " ", "é", "\u017f", "CURL", "/", "pider"},
		robotWords...)
	rapid.Check(t, func(t *rapid.T) {
		agent := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 5).Draw(t, "agent"), "")
		if got, want := words.find(agent), robotAgent().MatchString(agent); got != want {
			t.Fatalf("%q: %v", agent, got)
		}
	})
}

func BenchmarkIsRobot(b *testing.B) {
	agents := []string{
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) " +
			"Version/17.1 Mobile/15E148 Safari/604.1",
		"Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:121.0) Gecko/20100101 Firefox/121.0",
	}
	for _, by := range []struct {
		name string
		is   func(string) bool
	}{{"marks", IsRobot}, {"words", newRobotMarks("").find}, {"pattern", robotAgent().MatchString}} {
		b.Run(by.name, func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				if by.is(agents[i%len(agents)]) {
					b.Fatal("a robot")
				}
			}
		})
	}
}
