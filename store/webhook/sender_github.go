package webhook

import (
	"errors"
	"iter"
	"net/http"
	"regexp"
	"sync"

	"spoor/store/logline"
)

// githubFields say where GitHub's events tell who did something to what, as --field would. A thing in a repository
// comes before the repository.
const githubFields = "user=sender.login,event=action,item=issue.html_url,item=pull_request.html_url," +
	"item=discussion.html_url,item=release.html_url,item=repository.full_name,item=organization.login"

// githubTimes are where they tell when, by the name of the event. Others tell no time, or that of something else, and
// are dated by when they come.
var githubTimes = map[string]string{
	"commit_comment":              "time=comment.updated_at",
	"discussion":                  "time=discussion.updated_at",
	"discussion_comment":          "time=comment.updated_at",
	"fork":                        "time=forkee.created_at",
	"issue_comment":               "time=comment.updated_at",
	"issues":                      "time=issue.updated_at",
	"pull_request":                "time=pull_request.updated_at",
	"pull_request_review":         "time=review.submitted_at",
	"pull_request_review_comment": "time=comment.updated_at",
	"push":                        "time=repository.pushed_at,time=head_commit.timestamp",
	"star":                        "time=starred_at",
}

// githubParsers are those of GitHub's events by name, and under "" those of the events without a time. Fields that
// the operator has named come first.
func githubParsers(lines logline.Options) (map[string]*parsers, error) {
	named := githubFields
	if own := lines.Mapping.String(); own != "" {
		named = own + "," + named
	}
	all := map[string]*parsers{}
	add := func(event, fields string) (err error) {
		if lines.Mapping, err = logline.ParseMapping([]string{fields}); err == nil {
			all[event], err = newParsers(lines)
		}
		return err
	}
	err := add("", named)
	for event, time := range githubTimes {
		err = errors.Join(err, add(event, named+","+time))
	}
	return all, err
}

var eventName = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[a-z_]{1,64}$`) })

// githubEvent is the name of the event that a request brings.
func githubEvent(header http.Header) string {
	name, ok := single(header, "X-Github-Event")
	if !ok || !eventName().MatchString(name) {
		return "github"
	}
	return name
}

// nameGitHub names an event as GitHub's documentation does: star.created, or push where nothing is done to anything.
// Its menu is the first word.
func nameGitHub(e *logline.Event, event string) {
	e.Menu = []byte(event)
	if len(e.Action) > 0 {
		event += "." + string(e.Action)
	}
	e.Action = []byte(event)
}

// gitHubParts is a message of GitHub, which is one event.
func (r *reader) gitHubParts(message []byte, header http.Header) iter.Seq[part] {
	name := githubEvent(header)
	parsers := r.github[name]
	if parsers == nil {
		parsers = r.github[""]
	}
	return one(part{text: message, github: name, parsers: parsers})
}
