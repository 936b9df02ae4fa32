package analysis

import (
	"runtime"
	"sync"
	"weak"
)

// internedLists hold lists that are written alike as one, as long as somebody uses it.
type internedLists struct {
	mutex sync.Mutex
	lists map[string]weak.Pointer[ownList] // by what is written in them
}

// find is nil if there is none.
func (i *internedLists) find(key string) *ownList {
	i.mutex.Lock()
	defer i.mutex.Unlock()
	return i.lists[key].Value()
}

// keep keeps a list, unless there is one that is written alike: then it gives that one.
func (i *internedLists) keep(key string, list *ownList) *ownList {
	i.mutex.Lock()
	defer i.mutex.Unlock()
	if known := i.lists[key].Value(); known != nil {
		return known
	}
	if i.lists == nil {
		i.lists = map[string]weak.Pointer[ownList]{}
	}
	i.lists[key] = weak.Make(list)
	runtime.AddCleanup(list, i.forget, key)
	return list
}

// forget takes out a list that nobody uses any more. Meanwhile there may be a new one that is written alike.
func (i *internedLists) forget(key string) {
	i.mutex.Lock()
	defer i.mutex.Unlock()
	if i.lists[key].Value() == nil {
		delete(i.lists, key)
	}
}

// count is how many lists are held.
func (i *internedLists) count() int {
	i.mutex.Lock()
	defer i.mutex.Unlock()
	return len(i.lists)
}
