/// Ends the program with a message, in a release build too, where a precondition would say nothing.
public func expect(_ isTrue: Bool, _ message: @autoclosure () -> String) {
    guard isTrue else { fatalError(message()) }
}
