/// Looks after files for a while once they were moved away: a writer that still held one open may go on writing.
struct Aftercare {
    private struct Moved {
        let place: EntryPath
        let file: FoundFile
        let until: Double
    }

    private let seconds: Double
    private var moved: [Moved] = []

    init(seconds: Double) { self.seconds = seconds }

    mutating func watch(_ place: EntryPath, _ file: FoundFile, from now: Double) {
        moved.append(Moved(place: place, file: file, until: now + seconds))
    }

    /// The files that changed since they were moved, with the places they came from; they are watched no longer.
    mutating func changed(in root: Folder, at now: Double) -> [(place: EntryPath, path: EntryPath)] {
        var changed: [(EntryPath, EntryPath)] = []
        moved = moved.filter { entry in
            guard let facts = root.folder(at: entry.place.folders)?.facts(of: entry.place.name)?.facts else {
                return false
            }
            guard facts != entry.file.facts, facts.inode == entry.file.facts.inode else { return entry.until > now }
            changed.append((entry.place, entry.file.path))
            return false
        }
        return changed
    }
}
