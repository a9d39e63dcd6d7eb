import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;

import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/**
 * Check of a staged release: each artifact of the BOM has everything that Maven Central
 * requires, and the folder of the release contains nothing else. Run the check as
 * {@code java release/Check.java FOLDER VERSION LICENSE [--signed]}.
 */
final class Check {

	private static final String GROUP = "io/backpressure";

	private static final String BOM = "channel-bom";

	private static final List<String> REQUIRED = List.of("name", "description", "url", "licenses/license/name",
			"licenses/license/url", "developers/developer/name", "scm/connection", "scm/developerConnection",
			"scm/url");

	private static final Pattern PLACEHOLDER = Pattern.compile("\\b(HOST|OWNER|REPOSITORY)\\b");

	private static final Pattern MODULE_NAME = Pattern.compile("[a-z]+(\\.[a-z]+)+");

	private final Path folder;

	private final String version;

	private final byte[] license;

	private final boolean signed;

	private final List<String> problems = new ArrayList<>();

	private final Map<String, String> jarsByModuleName = new TreeMap<>();

	private final Map<String, String> jarsByPackage = new TreeMap<>();

	private Check(Path folder, String version, byte[] license, boolean signed) {
		this.folder = folder;
		this.version = version;
		this.license = license;
		this.signed = signed;
	}

	public static void main(String[] args) throws Exception {
		Check check = new Check(Path.of(args[0]), args[1], Files.readAllBytes(Path.of(args[2])),
				args.length > 3 && args[3].equals("--signed"));
		int files = check.run();
		check.problems.forEach((problem) -> System.out.println("!!! " + problem));
		if (!check.problems.isEmpty()) {
			System.exit(1);
		}
		System.out.println("=== " + files + " files: every required file, and no other");
	}

	private int run() throws Exception {
		Set<String> actual = files();
		Set<String> published = new TreeSet<>(List.of(file(BOM, ".pom")));
		List<String> artifacts = List.of();
		if (actual.contains(file(BOM, ".pom"))) {
			artifacts = values(pom(BOM), "/project/dependencyManagement/dependencies/dependency/artifactId");
		}
		for (String artifact : artifacts) {
			for (String suffix : List.of(".pom", ".jar", "-sources.jar", "-javadoc.jar", "-cyclonedx.json")) {
				published.add(file(artifact, suffix));
			}
		}
		Set<String> expected = published.stream().flatMap(this::withCompanions).collect(Collectors.toSet());
		minus(expected, actual).forEach((file) -> this.problems.add("missing: " + file));
		minus(actual, expected).forEach((file) -> this.problems.add("must not be published: " + file));
		if (this.problems.isEmpty()) {
			for (String file : published) {
				checkSum(file, "MD5", ".md5");
				checkSum(file, "SHA-1", ".sha1");
			}
			checkBom();
			checkPom(BOM);
			for (String artifact : artifacts) {
				checkPom(artifact);
				checkJars(artifact);
				checkSbom(artifact);
			}
		}
		return actual.size();
	}

	private Set<String> files() throws IOException {
		try (Stream<Path> files = Files.walk(this.folder)) {
			return files.filter(Files::isRegularFile)
				.map((file) -> this.folder.relativize(file).toString())
				.collect(Collectors.toCollection(TreeSet::new));
		}
	}

	private Stream<String> withCompanions(String file) {
		Stream<String> unsigned = Stream.of(file, file + ".md5", file + ".sha1");
		return this.signed ? Stream.concat(unsigned, Stream.of(file + ".asc")) : unsigned;
	}

	private void checkSum(String file, String algorithm, String suffix) throws IOException, GeneralSecurityException {
		byte[] digest = MessageDigest.getInstance(algorithm).digest(Files.readAllBytes(this.folder.resolve(file)));
		String stated = Files.readString(this.folder.resolve(file + suffix)).strip();
		require(HexFormat.of().formatHex(digest).equals(stated), file + suffix + " is not the checksum of " + file);
	}

	private void checkBom() throws Exception {
		Document bom = pom(BOM);
		require(values(bom, "//dependency[scope='import']/artifactId").isEmpty(), BOM + " imports another BOM");
		for (String managed : values(bom, "//dependency/version")) {
			require(managed.equals(this.version), BOM + " manages version " + managed);
		}
		for (String group : values(bom, "//dependency/groupId")) {
			require(group.equals("io.backpressure"), BOM + " manages an artifact of " + group);
		}
	}

	private void checkPom(String artifact) throws Exception {
		Document pom = pom(artifact);
		for (String element : REQUIRED) {
			List<String> values = values(pom, "/project/" + element);
			require(!values.isEmpty() && values.stream().noneMatch(String::isBlank), artifact + " has no " + element);
		}
		require(values(pom, "/project/version").equals(List.of(this.version)), artifact + " does not have version " + this.version);
		require(!this.version.endsWith("-SNAPSHOT"), artifact + " is a snapshot");
		for (String element : List.of("parent", "build", "profiles", "modules", "properties", "repositories",
				"pluginRepositories", "distributionManagement")) {
			require(values(pom, "/project/" + element).isEmpty(), artifact + " has <" + element + "> in its POM");
		}
		require(values(pom, "//dependency[scope='test' or type='test-jar']/artifactId").isEmpty(),
				artifact + " has test dependencies in its POM");
		for (String value : values(pom, "//text()[contains(., '${') or contains(., '-SNAPSHOT')]")) {
			this.problems.add(artifact + " has " + value.strip() + " in its POM");
		}
		Set<String> placeholders = new TreeSet<>();
		PLACEHOLDER.matcher(Files.readString(this.folder.resolve(file(artifact, ".pom"))))
			.results()
			.forEach((match) -> placeholders.add(match.group()));
		if (!placeholders.isEmpty()) {
			String message = artifact + " has placeholders in its POM: " + String.join(", ", placeholders);
			if (this.signed) {
				this.problems.add(message);
			}
			else {
				System.out.println("note: " + message);
			}
		}
	}

	private void checkJars(String artifact) throws IOException {
		Set<String> classes;
		try (JarFile jar = jar(artifact, ".jar")) {
			checkLicense(jar);
			checkManifest(artifact, jar.getManifest().getMainAttributes());
			classes = names(jar, ".class");
			Set<String> packages = classes.stream()
				.map((name) -> name.substring(0, name.lastIndexOf('/')))
				.collect(Collectors.toSet());
			for (String name : packages) {
				String other = this.jarsByPackage.put(name, artifact);
				require(other == null, name + " is in " + other + " and in " + artifact);
			}
		}
		try (JarFile jar = jar(artifact, "-sources.jar")) {
			checkLicense(jar);
			Set<String> sources = names(jar, ".java");
			Set<String> compiled = classes.stream()
				.map((name) -> name.replaceFirst("(\\$.*)?\\.class$", ".java"))
				.collect(Collectors.toCollection(TreeSet::new));
			minus(compiled, sources).forEach((name) -> this.problems.add(artifact + " has no source " + name));
		}
		try (JarFile jar = jar(artifact, "-javadoc.jar")) {
			checkLicense(jar);
			require(classes.isEmpty() || jar.getEntry("index.html") != null, artifact + " has no Javadoc pages");
		}
	}

	private void checkManifest(String artifact, Attributes manifest) {
		String name = String.valueOf(manifest.getValue("Automatic-Module-Name"));
		require(MODULE_NAME.matcher(name).matches() && !name.endsWith("unpublished"),
				artifact + " has the invalid module name '" + name + "'");
		String other = this.jarsByModuleName.put(name, artifact);
		require(other == null, artifact + " has the same module name as " + other);
		require(manifest.getValue("Implementation-Title") != null, artifact + " has no Implementation-Title");
		require(this.version.equals(manifest.getValue("Implementation-Version")),
				artifact + " does not have Implementation-Version " + this.version);
	}

	private void checkLicense(JarFile jar) throws IOException {
		byte[] found = {};
		if (jar.getEntry("META-INF/LICENSE") != null) {
			try (InputStream in = jar.getInputStream(jar.getEntry("META-INF/LICENSE"))) {
				found = in.readAllBytes();
			}
		}
		require(Arrays.equals(found, this.license), this.folder.relativize(Path.of(jar.getName())) + " does not contain the LICENSE of the project");
	}

	private void checkSbom(String artifact) throws IOException {
		String sbom = Files.readString(this.folder.resolve(file(artifact, "-cyclonedx.json")), StandardCharsets.UTF_8);
		String self = "pkg:maven/io.backpressure/" + artifact + "@" + this.version;
		require(sbom.contains("\"CycloneDX\"") && sbom.contains(self), artifact + " is not the subject of its SBOM");
	}

	private JarFile jar(String artifact, String suffix) throws IOException {
		return new JarFile(this.folder.resolve(file(artifact, suffix)).toFile());
	}

	private Document pom(String artifact) throws Exception {
		return DocumentBuilderFactory.newInstance()
			.newDocumentBuilder()
			.parse(this.folder.resolve(file(artifact, ".pom")).toFile());
	}

	private String file(String artifact, String suffix) {
		return String.join("/", GROUP, artifact, this.version, artifact + "-" + this.version + suffix);
	}

	private void require(boolean condition, String problem) {
		if (!condition) {
			this.problems.add(problem);
		}
	}

	private static List<String> values(Document document, String path) throws Exception {
		XPath xpath = XPathFactory.newInstance().newXPath();
		NodeList nodes = (NodeList) xpath.evaluate(path, document, XPathConstants.NODESET);
		List<String> values = new ArrayList<>();
		for (int i = 0; i < nodes.getLength(); i++) {
			values.add(nodes.item(i).getTextContent());
		}
		return values;
	}

	private static Set<String> names(JarFile jar, String suffix) {
		return jar.stream()
			.map((entry) -> entry.getName())
			.filter((name) -> name.endsWith(suffix))
			.collect(Collectors.toSet());
	}

	private static Set<String> minus(Set<String> set, Set<String> other) {
		Set<String> rest = new TreeSet<>(set);
		rest.removeAll(other);
		return rest;
	}

}
