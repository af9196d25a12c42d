import Testing

/// What articles show is what tests run.
@Suite struct ArticleTests {
  @Test func theArticleAboutPoliciesShowsTheTestedCode() throws {
    let path = "Sources/AllotPolicies/AllotPolicies.docc/WriteAPolicyInOneFile.md"
    let article = try #require(Repository.text(of: path))
    let test = try #require(Repository.text(of: "Tests/AllotTests/WriteAPolicyTests.swift"))
    let findings = ArticleRule.findings(article: article, test: test, path: path)
    #expect(findings.report == "")
  }

  @Test func aChangedLineIsFound() {
    let article = "# A\n\n```swift\nlet a = 1\n```\n"
    let same = "// article: begin\nlet a = 1\n// article: end\n"
    let other = "// article: begin\nlet a = 2\n// article: end\n"
    #expect(ArticleRule.findings(article: article, test: same, path: "a.md").isEmpty)
    #expect(ArticleRule.findings(article: article, test: other, path: "a.md").count == 1)
    #expect(ArticleRule.findings(article: article, test: "", path: "a.md").count == 1)
    #expect(ArticleRule.findings(article: "# A\n", test: same, path: "a.md").count == 1)
  }
}
