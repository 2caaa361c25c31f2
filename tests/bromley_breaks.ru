# One thing wrong for every message of the shapes: see test_every_shape_can_fail.

PREFIX :        <https://caseboard.example/bromley/>
PREFIX cb:      <https://caseboard.example/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX foaf:    <http://xmlns.com/foaf/0.1/>
PREFIX oa:      <http://www.w3.org/ns/oa#>
PREFIX org:     <http://www.w3.org/ns/org#>
PREFIX prov:    <http://www.w3.org/ns/prov#>
PREFIX rdf:     <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX schema:  <https://schema.org/>
PREFIX skos:    <http://www.w3.org/2004/02/skos/core#>
PREFIX time:    <http://www.w3.org/2006/time#>
PREFIX xsd:     <http://www.w3.org/2001/XMLSchema#>

DELETE { :police skos:prefLabel ?o } INSERT { :police skos:prefLabel "Polizei"@de } WHERE { :police skos:prefLabel ?o } ;
DELETE WHERE { :police dcterms:description ?o } ;
DELETE WHERE { :police dcterms:source ?o } ;
DELETE { :residents skos:prefLabel ?o } INSERT { :residents skos:prefLabel "Bromley"@en } WHERE { :residents skos:prefLabel ?o } ;
DELETE WHERE { :carr foaf:name ?o } ;
DELETE WHERE { :s-support-for-team dcterms:source ?o } ;
DELETE WHERE { :s-section-help rdf:subject ?o } ;
DELETE WHERE { :s-section-help rdf:predicate ?o } ;
DELETE WHERE { :s-section-help rdf:object ?o } ;
DELETE WHERE { :sulke cb:appointedBy ?o } ;
INSERT DATA { :post-leader org:postIn :dfe } ;
INSERT DATA { :post-lead-member org:heldBy :lead-member-2016 } ;
DELETE WHERE { :post-leader cb:attestedIn ?o } ;
DELETE WHERE { :m-carr org:member ?o } ;
DELETE WHERE { :m-carr org:organization ?o } ;
INSERT DATA { :m-carr cb:inPost :carr } ;
INSERT DATA { :m-fortune cb:inPost :post-spokeswoman . :post-spokeswoman org:heldBy :sulke } ;
DELETE WHERE { :inspection-2016 cb:status ?o } ;
DELETE WHERE { :inspection-2016 prov:wasAssociatedWith ?o } ;
INSERT DATA { :council-meeting time:after :council } ;
DELETE WHERE { :action-planning time:after ?o } ;
INSERT DATA { :monitoring-visit time:after :full-inspection } ;
INSERT DATA { :commissioner-work schema:duration "three months" } ;
INSERT DATA { :ofsted-visits cb:howMany "seven" } ;
INSERT DATA { :inspection-2016 schema:startDate "11 April 2016" } ;
INSERT DATA { :inspection-2016 schema:endDate "5 May 2016" } ;
INSERT DATA { :looked-after-2016 schema:observationDate "1 March 2016" } ;
INSERT DATA { :report-2016 dcterms:date "in 2016" } ;
DELETE { :full-inspection schema:endDate ?o } INSERT { :full-inspection schema:endDate "2017"^^xsd:gYear } WHERE { :full-inspection schema:endDate ?o } ;
DELETE WHERE { :section-help dcterms:isPartOf ?o } ;
DELETE WHERE { :section-help schema:position ?o } ;
DELETE WHERE { :report-2016 prov:wasAttributedTo ?o } ;
INSERT DATA { :another a schema:Report } ;
DELETE WHERE { :rating-help cb:polarity ?o } ;
DELETE WHERE { :rating-help prov:wasAttributedTo ?o } ;
DELETE WHERE { :rating-help schema:about ?o } ;
DELETE WHERE { :rating-help dcterms:isPartOf ?o } ;
INSERT DATA { :rating-help cb:rating "inadequate" } ;
INSERT DATA { :rating-help cb:concerns :council } ;
DELETE WHERE { :claim-swift-action schema:author ?o } ;
INSERT DATA { :claim-welcome schema:author :sulke } ;
INSERT DATA { :claim-welcome prov:wasGeneratedBy :council } ;
DELETE WHERE { :question-budget prov:wasGeneratedBy ?o } ;
DELETE WHERE { :question-budget schema:recipient ?o } ;
DELETE WHERE { :question-budget schema:about ?o } ;
INSERT DATA { :rating-help prov:wasDerivedFrom :report-2016 } ;
DELETE { :extra-money schema:value ?o } INSERT { :extra-money schema:value 7250000 } WHERE { :extra-money schema:value ?o } ;
DELETE WHERE { :extra-money schema:currency ?o } ;
DELETE WHERE { :extra-money cb:payer ?o } ;
DELETE WHERE { :extra-money cb:purpose ?o } ;
DELETE WHERE { :extra-money schema:startDate ?o } ;
DELETE WHERE { :extra-money schema:endDate ?o } ;
DELETE { :figure-share schema:value ?o } INSERT { :figure-share schema:value "24" } WHERE { :figure-share schema:value ?o } ;
DELETE WHERE { :figure-share schema:unitText ?o } ;
DELETE WHERE { :figure-share schema:measuredProperty ?o } ;
DELETE WHERE { :figure-share schema:observationAbout ?o } ;
DELETE WHERE { :figure-share dcterms:spatial ?o } ;
DELETE WHERE { :figure-share schema:observationDate ?o } ;
DELETE WHERE { :text-2016 schema:sha256 ?o } ;
INSERT DATA { :text-2016 cb:notBefore "2020-01-01"^^xsd:date } ;
INSERT DATA { :text-2018 cb:notAfter "2020-01-01"^^xsd:date } ;
INSERT DATA { :loose a oa:SpecificResource . :loose-range a oa:TextPositionSelector ; oa:start 9 , 10 } ;
DELETE WHERE { :inadequate skos:inScheme ?o }
