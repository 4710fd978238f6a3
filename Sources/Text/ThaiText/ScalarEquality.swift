extension StringProtocol {
    /// Whether both texts are the same scalars in the same order.
    ///
    /// `==` compares by canonical equivalence and so hides the order of Thai marks.
    public func hasSameScalars(as other: some StringProtocol) -> Bool {
        utf8.elementsEqual(other.utf8)
    }
}
