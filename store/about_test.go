package store

import (
	"reflect"
	"testing"

	"spoor/store/model"
)

func TestAbout(t *testing.T) {
	c, _ := generatedCase(t, 1, 50, 50)
	other, key := keyOf(t, c, 1), keyOf(t, c, 2)
	check(t, c.ReplaceProfiles(t.Context(), []model.Facts{
		{Key: key, Fields: map[string]string{"education": "doctor", "major": "физика"}},
		{Key: key + "'", Fields: map[string]string{"education": "none"}},
	}))
	check(t, c.ReplaceCatalogue(t.Context(), []model.Facts{
		{Key: "7", Fields: map[string]string{"title": "seven"}},
		{Key: `o"'<8`, Fields: map[string]string{"title": "eight"}},
		{Key: "9", Fields: map[string]string{"title": "nine"}},
	}))
	for _, v := range []Verdict{
		{User: key, Label: "watch", Author: "kim", At: 1},
		{User: other, Label: "benign", At: 2},
		{User: key, Label: "none", Note: "no", At: 3},
	} {
		addVerdict(t, c, v)
	}
	got, err := c.About(t.Context(), key, []string{"9", `o"'<8`, "none"})
	check(t, err)
	want := About{
		Profile:   map[string]string{"education": "doctor", "major": "физика"},
		Catalogue: map[string]map[string]string{"9": {"title": "nine"}, `o"'<8`: {"title": "eight"}},
		Verdicts: []Verdict{
			{ID: 1, User: key, Label: "watch", Author: "kim", At: 1},
			{ID: 3, User: key, Label: "none", Note: "no", At: 3},
		},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v\nwant %+v", got, want)
	}
	got, err = c.About(t.Context(), other, nil)
	if err != nil || got.Profile != nil || len(got.Catalogue) != 0 || len(got.Verdicts) != 1 {
		t.Errorf("%+v, %v", got, err)
	}
}
