package term

// Command is what a key does. Screens are given commands, not keys; help, footer and the command list all read the same
// table.
type Command uint8

// The commands. Back is one step up; GoBack and GoForward go through the places visited.
const (
	NoCommand Command = iota
	Interrupt
	Suspend
	Back
	GoBack
	GoForward
	OpenHelp
	Quit
	ToggleMouse
	ShowMessages
	BringIn
	MoveUp
	MoveDown
	PageUp
	PageDown
	HalfUp
	HalfDown
	MoveFirst
	MoveLast
	ScrollLeft
	ScrollRight
	Find
	FindNext
	FindPrevious
	FindAround
	EndFind
	GoToTime
	ReadRow
	CountValues
	OpenPager
	OpenEditor
	Open
	FilterList
	SortMenu
	ColumnMenu
	SortLeft
	SortRight
	SortReverse
	OpenRules
	OpenRejects
	PresetMenu
	CopyText
	NextTab
	PreviousTab
	NextOne
	PreviousOne
	NextProof
	PreviousProof
	NextUser
	PreviousUser
	ToggleRule
	LessBound
	MoreBound
	BoundKind
	NewRule
	ChangeRule
	NoBound
	LessWeight
	MoreWeight
	TypeValue
	Undo
	Redo
	SaveRules
	ReadRules
	ChooseBaseline
	ChooseOther
	Refit
	GiveVerdict
	GiveNote
	UndoVerdict
	ExportList
	ExportCase
	OpenSegments
	OpenCompare
	OpenAudit
	OpenItems
	OpenAddresses
	OpenTimeline
	OpenSources
	OpenOverview
	OpenQuery
	MarkRow
	MarkRange
	MarkAll
	ForgetMarks
	OpenPalette
	KeepPlace
	OpenPlaces
	SaveView
	BarBefore
	BarAfter
	ZoomIn
	ZoomOut
	MarkTime
	WholeTime
	WalkChanges
	ShiftBack
	ShiftOn
	StopLoading
	Accept
	CancelInput
	Older
	Newer
)

// Scope is where a key is valid. Where scopes are valid together a key means one thing, but for loading, where esc and
// ctrl+c stop it.
type Scope uint8

// The scopes. A screen names those that it has; Everywhere and Always are added to them.
const (
	Always Scope = iota // even while text is typed
	Everywhere
	OnList
	OnUsers
	OnCase // where all users are in view
	OnUser
	OnSession
	OnRules
	OnChanges
	OnRuleDiff
	OnTable
	OnTables // where a screen has several
	OnPivot
	OnTimeline
	OnRejects
	OnFind  // a list in which something is looked for
	OnFound // where something has been
	OnReader
	OnQuery
	OnLoading
	OnPrompt
	OnFilter // a prompt whose words can be completed
	OnAsking // one where SQL is typed
	OnMenu
	OnOrdered // a menu whose items can be moved
)
