package demo

import "fmt"

type spelling struct{ korean, latin string }

var (
	surnames = []spelling{{"김", "kim"}, {"이", "lee"}, {"박", "park"}, {"최", "choi"}, {"정", "jung"}, {"강", "kang"},
		{"조", "cho"}, {"윤", "yoon"},
		{"장", "jang"}, {"임", "lim"}, {"한", "han"}, {"오", "oh"}, {"서", "seo"}, {"신", "shin"}, {"권", "kwon"}, {"황", "hwang"},
		{"안", "ahn"},
		{"송", "song"}, {"유", "yoo"}, {"홍", "hong"}}
	surnameWeights = newWeights([]float64{215, 147, 84, 47, 48, 23, 21, 21, 20, 17, 15, 15, 15, 20, 14, 14, 14, 14, 13,
		11})
)

// syllables make the names of one gender: one of the first, and another of the second.
type syllables struct{ first, second []spelling }

var (
	menSyllables = syllables{
		[]spelling{{"영", "young"}, {"성", "sung"}, {"상", "sang"}, {"동", "dong"}, {"재", "jae"}, {"정", "jung"}, {"준", "jun"},
			{"태", "tae"}, {"현", "hyun"}, {"승", "seung"}, {"진", "jin"}, {"병", "byung"}, {"기", "ki"}, {"종", "jong"}},
		[]spelling{{"수", "soo"}, {"호", "ho"}, {"훈", "hoon"}, {"우", "woo"}, {"민", "min"}, {"석", "seok"}, {"철", "chul"},
			{"환", "hwan"},
			{"식", "sik"}, {"규", "kyu"}, {"현", "hyun"}, {"욱", "wook"}},
	}
	womenSyllables = syllables{
		[]spelling{{"은", "eun"}, {"미", "mi"}, {"지", "ji"}, {"수", "soo"}, {"혜", "hye"}, {"현", "hyun"}, {"영", "young"},
			{"정", "jung"}, {"선", "sun"}, {"경", "kyung"}, {"윤", "yoon"}},
		[]spelling{{"주", "joo"}, {"영", "young"}, {"경", "kyung"}, {"희", "hee"}, {"진", "jin"}, {"정", "jung"}, {"숙", "sook"},
			{"미", "mi"},
			{"아", "ah"}, {"연", "yeon"}, {"은", "eun"}},
	}
)

// introduce gives a person a name, and an account that nobody else has.
func (w *world) introduce(d draws, p *person) {
	from := &womenSyllables
	if p.male {
		from = &menSyllables
	}
	family, first, second := surnames[surnameWeights.pick(d)], from.first[d.IntN(len(from.first))],
		from.second[d.IntN(len(from.second))]
	for second == first {
		second = from.second[d.IntN(len(from.second))]
	}
	p.name = family.korean + first.korean + second.korean
	given, initials, year := first.latin+second.latin, first.latin[:1]+second.latin[:1], p.born%100
	account := []string{
		given + "." + family.latin,
		initials + family.latin,
		family.latin + initials,
		fmt.Sprintf("%s%02d", given, year),
		fmt.Sprintf("%s%s%02d", initials, family.latin, year),
	}[d.IntN(5)]
	p.account = w.unused(account)
}

// unused adds to an account the number of those who have asked for it before.
func (w *world) unused(account string) string {
	free := account
	for w.accounts[free] > 0 {
		w.accounts[account]++
		free = fmt.Sprintf("%s_%d", account, w.accounts[account])
	}
	w.accounts[free]++
	return free
}
