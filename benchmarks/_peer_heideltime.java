// HeidelTime over each line of stdin (genre, day or nothing, text in base64; tabs between), in its own modes.
// Writes a line for each: begin, end (code points), type, value of every timex; tabs between. Arguments: its
// settings, the folder of TreeTagger.
import de.unihd.dbs.heideltime.standalone.Config;
import de.unihd.dbs.heideltime.standalone.DocumentType;
import de.unihd.dbs.heideltime.standalone.HeidelTimeStandalone;
import de.unihd.dbs.heideltime.standalone.OutputType;
import de.unihd.dbs.heideltime.standalone.POSTagger;
import de.unihd.dbs.heideltime.standalone.components.impl.TimeMLResultFormatter;
import de.unihd.dbs.uima.annotator.heideltime.resources.Language;
import de.unihd.dbs.uima.types.heideltime.Timex3;
import de.unihd.dbs.uima.types.heideltime.Token;
import java.io.BufferedReader;
import java.io.FileReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.text.SimpleDateFormat;
import java.util.Base64;
import java.util.Date;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.StringJoiner;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.uima.jcas.JCas;

class Peer {
    static final Pattern PRINTED = Pattern.compile("<TIMEX3 tid=\"([^\"]+)\"");
    static final Map<DocumentType, HeidelTimeStandalone> TAGGERS = new EnumMap<>(DocumentType.class);

    public static void main(String[] given) throws Exception {
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        System.setOut(System.err); // what it says itself must not get between the answers
        Logger.getLogger("").setLevel(Level.SEVERE);
        Properties settings = new Properties();
        try (FileReader reader = new FileReader(given[0], StandardCharsets.UTF_8)) {
            settings.load(reader);
        }
        settings.setProperty(Config.TREETAGGERHOME, given[1]);
        Config.setProps(settings);
        tagger(DocumentType.NEWS); // so that what it needs before the first text counts as start-up
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] asked = line.split("\t", -1);
            out.println(answer(asked[0], asked[1], new String(Base64.getDecoder().decode(asked[2]), StandardCharsets.UTF_8)));
        }
        out.flush();
    }

    static HeidelTimeStandalone tagger(DocumentType type) {
        return TAGGERS.computeIfAbsent(type, asked ->
            new HeidelTimeStandalone(Language.ENGLISH, asked, OutputType.TIMEML, null, POSTagger.TREETAGGER));
    }

    static String answer(String genre, String dateline, String text) throws Exception {
        if (text.isBlank()) return "";
        // Its news mode demands a day; narratives is its mode for a text that has none.
        boolean news = !genre.equals("narrative") && !dateline.isEmpty();
        Date day = news ? new SimpleDateFormat("yyyy-MM-dd").parse(dateline) : null;
        JCas[] tagged = new JCas[1];
        String printed = tagger(news ? DocumentType.NEWS : DocumentType.NARRATIVES).process(text, day, cas -> {
            tagged[0] = cas;
            return new TimeMLResultFormatter().format(cas);
        });
        // It catches and logs its own errors, and goes on without words where TreeTagger does not run.
        if (printed == null || tagged[0] == null) throw new IllegalStateException("HeidelTime failed on a text");
        if (!text.equals(tagged[0].getDocumentText())) throw new IllegalStateException("HeidelTime changed a text");
        if (!tagged[0].getAnnotationIndex(Token.type).iterator().hasNext()) {
            throw new IllegalStateException("TreeTagger found no words in a text");
        }
        return told(tagged[0], printed);
    }

    // Its printed answer leaves out all but one of overlapping timexes; the offsets are in what it annotated.
    static String told(JCas tagged, String answer) {
        Set<String> printed = new HashSet<>();
        for (Matcher match = PRINTED.matcher(answer); match.find(); ) printed.add(match.group(1));
        String text = tagged.getDocumentText();
        StringJoiner told = new StringJoiner("\t");
        for (Iterator<?> all = tagged.getAnnotationIndex(Timex3.type).iterator(); all.hasNext(); ) {
            Timex3 timex = (Timex3) all.next();
            if (!printed.remove(timex.getTimexId())) continue;
            told.add(Integer.toString(text.codePointCount(0, timex.getBegin())));
            told.add(Integer.toString(text.codePointCount(0, timex.getEnd())));
            told.add(timex.getTimexType()).add(timex.getTimexValue());
        }
        return told.toString();
    }
}
