package logtime

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// dateWord is what a word of a date means: the number of a month, or one of those below.
type dateWord int8

const (
	noDateWord     dateWord = 0
	december       dateWord = 12
	fillerWord     dateWord = 13 // it says nothing that the numbers don't: a day of the week, "de", 年
	forenoonWord   dateWord = 14
	afternoonWord  dateWord = 15
	marchOrTuesday dateWord = 16
)

// monthsOfLanguages are the months of other languages, in their order, with the short forms that Unicode's CLDR has:
// what systems write that are set to such a language. Where English has the same three letters at the front, they are
// left out.
var monthsOfLanguages = []string{
	// German, and Dutch
	"januar|jänner|januari|jän februar|februari märz|maart|mär|mrz|mrt - mai|mei juni juli augustus - " +
		"oktober|okt - dezember|dez",
	// French
	"janvier|janv février|fevrier|févr|fév mars avril|avr mai juin juillet|juil août|aout|aoû - octobre - décembre|déc",
	// Spanish, and Portuguese
	"enero|ene|janeiro febrero|fevereiro|fev marzo|março abril|abr mayo|maio junio|junho julio|julho agosto|ago " +
		"septiembre|setiembre|setembro|set octubre|outubro|out noviembre|novembro diciembre|dezembro|dic",
	// Italian
	"gennaio|gen febbraio marzo aprile maggio|mag giugno|giu luglio|lug agosto settembre ottobre|ott - dicembre",
	// Danish, Norwegian and Swedish
	"- - marts - maj - - augusti - - - desember|des",
	// Polish, and Czech
	"stycznia|styczeń|sty|ledna lutego|luty|lut|února marca|marzec|března kwietnia|kwiecień|kwi|dubna " +
		"maja|května czerwca|czerwiec|cze|června " +
		"lipca|lipiec|lip|července sierpnia|sierpień|sie|srpna września|wrzesień|wrz|září " +
		"października|październik|paź|října " +
		"listopada|listopad|lis|listopadu grudnia|grudzień|gru|prosince",
	// Russian, and Ukrainian
	"января|январь|янв|січня февраля|февраль|фев|февр|лютого марта|март|мар|березня апреля|апрель|апр|квітня " +
		"мая|май|травня июня|июнь|июн|червня " +
		"июля|июль|июл|липня августа|август|авг|серпня сентября|сентябрь|сен|сент|вересня октября|октябрь|окт|жовтня " +
		"ноября|ноябрь|ноя|нояб|листопада декабря|декабрь|дек|грудня",
	// Turkish
	"ocak|oca şubat|şub mart nisan|nis mayıs haziran|haz temmuz|tem ağustos|ağu eylül|eyl ekim|eki kasım|kas aralık|ara",
}

// fillerWords are days of the week in those languages, and what stands between the parts of a date.
const fillerWords = "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag " +
	"mo di mi do fr sa so uhr um " +
	"maandag dinsdag woensdag donderdag vrijdag zaterdag zondag ma wo vr za zo " +
	"lundi mardi mercredi jeudi vendredi samedi dimanche lun mer jeu ven sam dim à le " +
	"lunes martes miércoles jueves viernes sábado domingo mié mie jue vie sáb sab dom de del las " +
	"segunda terça quarta quinta sexta feira seg ter qua qui sex às " +
	"lunedì martedì mercoledì giovedì venerdì sabato domenica gio alle ore " +
	"mandag tirsdag onsdag torsdag fredag lørdag søndag måndag tisdag lördag söndag man tir ons tor fre lør " +
	"søn mån tis tors lör sön kl " +
	"poniedziałek wtorek środa czwartek piątek sobota niedziela pon wt śr czw pt sob niedz pondělí úterý " +
	"středa čtvrtek pátek neděle " +
	"понедельник вторник среда четверг пятница суббота воскресенье пн вт ср чт пт сб вс г в " +
	"понеділок вівторок середа п'ятниця субота неділя нд " +
	"pazartesi salı çarşamba perşembe cuma cumartesi pazar " +
	"年 月 日 時 月曜日 火曜日 水曜日 木曜日 金曜日 土曜日 日曜日 火 水 木 金 土 " +
	"星期一 星期二 星期三 星期四 星期五 星期六 星期日 星期天 周一 周二 周三 周四 周五 周六 周日 " +
	"년 월 일 월요일 화요일 수요일 목요일 금요일 토요일 일요일 화 수 목 금 토"

// dateWords are all of those words, in lower case.
var dateWords = func() map[string]dateWord {
	words := map[string]dateWord{
		"午前": forenoonWord, "上午": forenoonWord, "오전": forenoonWord,
		"午後": afternoonWord, "下午": afternoonWord, "오후": afternoonWord,
		"mar": marchOrTuesday, // of French, Spanish and Italian
	}
	for _, language := range monthsOfLanguages {
		for i, names := range strings.Fields(language) {
			for name := range strings.SplitSeq(names, "|") {
				words[name] = dateWord(i + 1)
			}
		}
	}
	for word := range strings.FieldsSeq(fillerWords) {
		words[word] = fillerWord
	}
	return words
}()

// longestDateWord is how long the longest of them may be, in bytes.
const longestDateWord = 32

// dateWordOf is what a word means, however its letters are cased.
func dateWordOf(word []byte) dateWord {
	var buffer [longestDateWord]byte
	lower := buffer[:0]
	for i := 0; i < len(word); {
		r, width := utf8.DecodeRune(word[i:])
		if len(lower)+utf8.UTFMax > longestDateWord {
			return noDateWord
		}
		lower = utf8.AppendRune(lower, unicode.ToLower(r))
		i += width
	}
	return dateWords[string(lower)]
}

// month is the number of the month that the word is; 0 if it is none.
func (w dateWord) month() int64 {
	switch {
	case w == marchOrTuesday:
		return int64(time.March)
	case w <= december:
		return int64(w)
	}
	return 0
}

// wordLength is how long the word of letters at the front of s is. A 年, 月 or 日 behind a number is a word by itself.
func wordLength(s []byte, behindNumber bool) (length int) {
	for length < len(s) {
		c := s[length]
		if c < utf8.RuneSelf {
			if c|0x20-'a' > 'z'-'a' && !(c == '\'' && length > 0) {
				return length
			}
			length++
			continue
		}
		r, width := utf8.DecodeRune(s[length:])
		if !unicode.IsLetter(r) {
			return length
		}
		length += width
		if behindNumber && length == width && (unicode.Is(unicode.Han, r) || unicode.Is(unicode.Hangul, r)) {
			return length
		}
	}
	return length
}
